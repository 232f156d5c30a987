package grader

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"workbook/grader/build"
	"workbook/grader/policy"
	"workbook/grader/report"
)

// A declaration is one exported thing that a package offers.
type declaration struct {
	name      string // "Echo", "Handle", "Handle.Join"
	signature string // as a person would write it, without the body
	shape     string // the signature without names of parameters, to compare
	pos       token.Position
}

// missingNames says which functions and types that the task asks for are not
// there at all. The reference offers exactly what the task asks for.
func (gr *grading) missingNames(src *policy.Source) []report.Problem {
	want := declarationsIn(gr.g.course.SolutionDir(gr.ex.ID))
	have := submitted(src)
	var out []report.Problem
	for _, w := range want {
		if strings.Contains(w.name, ".") {
			continue // a method may come by embedding or by an alias
		}
		if !slices.ContainsFunc(have, func(d declaration) bool { return d.name == w.name }) {
			out = append(out, gr.missing(src, w))
		}
	}
	return out
}

// missing says that a declaration is not there, and names one that its author may
// have meant for it.
func (gr *grading) missing(src *policy.Source, w declaration) report.Problem {
	p := report.Problem{
		File: gr.display + "/" + firstFile(src), Line: 1,
		Message: fmt.Sprintf("Your package has no %s. The task asks for: %s", w.name, w.signature),
		Hint:    "Write it with exactly this name and these types.",
	}
	if near, ok := sameLetters(src, w.name); ok {
		p.File, p.Line = gr.display+"/"+near.pos.Filename, near.pos.Line
		p.Hint = fmt.Sprintf("You have %s here: a name that begins with a small letter cannot be seen from outside its package.", near.name)
	}
	return p
}

// sameLetters finds a function whose name differs from name in upper and lower
// case only.
func sameLetters(src *policy.Source, name string) (declaration, bool) {
	for _, f := range src.Files {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, f.Name, f.Data, parser.SkipObjectResolution)
		if err != nil {
			continue
		}
		for _, d := range file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && strings.EqualFold(fn.Name.Name, name) {
				return declaration{name: fn.Name.Name, pos: fset.Position(fn.Pos())}, true
			}
		}
	}
	return declaration{}, false
}

// firstFunction is where the submission's first exported function is declared.
func firstFunction(src *policy.Source) token.Position {
	for _, d := range submitted(src) {
		if d.shape != "" {
			return d.pos
		}
	}
	return token.Position{}
}

func firstFile(src *policy.Source) string {
	if len(src.Files) == 0 {
		return ""
	}
	return src.Files[0].Name
}

// mismatch explains hidden tests that do not compile against a submission which
// compiles by itself: something has another type than the task says.
func (gr *grading) mismatch(failed *build.Failure) report.Problem {
	have := submitted(gr.src)
	for _, w := range declarationsIn(gr.g.course.SolutionDir(gr.ex.ID)) {
		i := slices.IndexFunc(have, func(d declaration) bool { return d.name == w.name })
		switch {
		case i < 0:
			return report.Problem{Message: fmt.Sprintf("Your package has no %s. The task asks for: %s", w.name, w.signature)}
		case have[i].shape != w.shape:
			return report.Problem{
				File: gr.display + "/" + have[i].pos.Filename, Line: have[i].pos.Line,
				Message: fmt.Sprintf("%s is not what the task asks for. Yours: %s. The task's: %s",
					w.name, have[i].signature, w.signature),
			}
		}
	}
	first := "it does not say why"
	if p := compileProblems(gr.name(failed.Output)); len(p) > 0 {
		first = p[0].Message
	}
	return report.Problem{Message: fmt.Sprintf("The hidden tests do not compile with your package: %s. "+
		"Compare names and types with the task.", first)}
}

func submitted(src *policy.Source) []declaration {
	var out []declaration
	for _, f := range src.Files {
		out = append(out, declarations(f.Name, f.Data)...)
	}
	return out
}

func declarationsIn(dir string) []declaration {
	var out []declaration
	files, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	for _, name := range files {
		if !strings.HasSuffix(name, "_test.go") {
			out = append(out, declarations(name, nil)...)
		}
	}
	return out
}

// declarations lists what a file exports; nothing for a file that does not parse.
func declarations(name string, data []byte) []declaration {
	fset := token.NewFileSet()
	var text any
	if data != nil {
		text = data
	}
	file, err := parser.ParseFile(fset, name, text, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	var out []declaration
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if decl, ok := function(fset, d); ok {
				out = append(out, decl)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					if spec.Name.IsExported() {
						out = append(out, declaration{name: spec.Name.Name, signature: "type " + spec.Name.Name, pos: fset.Position(spec.Pos())})
					}
				case *ast.ValueSpec:
					for _, n := range spec.Names {
						if n.IsExported() {
							out = append(out, declaration{name: n.Name, signature: d.Tok.String() + " " + n.Name, pos: fset.Position(n.Pos())})
						}
					}
				}
			}
		}
	}
	return out
}

func function(fset *token.FileSet, d *ast.FuncDecl) (declaration, bool) {
	name := d.Name.Name
	if d.Recv != nil && len(d.Recv.List) == 1 {
		name = receiver(d.Recv.List[0].Type) + "." + name
	}
	if !d.Name.IsExported() || !ast.IsExported(name) {
		return declaration{}, false
	}
	head := *d
	head.Body, head.Doc = nil, nil
	return declaration{name: name, signature: source(fset, &head), shape: shape(fset, d.Type), pos: fset.Position(d.Pos())}, true
}

// receiver is the name of a method's type.
func receiver(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.StarExpr:
		return receiver(t.X)
	case *ast.IndexExpr:
		return receiver(t.X)
	case *ast.IndexListExpr:
		return receiver(t.X)
	case *ast.Ident:
		return t.Name
	}
	return ""
}

// shape is a function's type without the names of its parameters.
func shape(fset *token.FileSet, t *ast.FuncType) string {
	list := func(fields *ast.FieldList) string {
		var out []string
		if fields == nil {
			return ""
		}
		for _, f := range fields.List {
			for range max(len(f.Names), 1) {
				out = append(out, source(fset, f.Type))
			}
		}
		return strings.Join(out, ", ")
	}
	return "[" + list(t.TypeParams) + "](" + list(t.Params) + ") (" + list(t.Results) + ")"
}

func source(fset *token.FileSet, node any) string {
	var b bytes.Buffer
	if err := printer.Fprint(&b, fset, node); err != nil {
		return ""
	}
	return b.String()
}

var compileLine = regexp.MustCompile(`^(.+\.go):(\d+)(?::(\d+))?: (.*)$`)

// compileProblems reads the messages of the compiler; lines that belong to the
// message before them are joined to it.
func compileProblems(output string) []report.Problem {
	var out []report.Problem
	for line := range strings.Lines(output) {
		line = strings.TrimRight(line, "\r\n")
		m := compileLine.FindStringSubmatch(line)
		switch {
		case m != nil:
			n, _ := strconv.Atoi(m[2])
			col, _ := strconv.Atoi(m[3])
			out = append(out, report.Problem{File: m[1], Line: n, Column: col, Message: m[4]})
		case strings.HasPrefix(line, "\t") && len(out) > 0:
			out[len(out)-1].Message += " " + strings.TrimSpace(line)
		}
	}
	if len(out) == 0 {
		out = append(out, report.Problem{Message: "The compiler refused the code: " + clip(strings.TrimSpace(output), 300)})
	}
	return out
}
