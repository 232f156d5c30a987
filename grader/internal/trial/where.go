package trial

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strings"

	"workbook/grader/internal/wire"
	"workbook/grader/policy"
)

// A check that fails mostly knows the line to look at. Where it does not, the source
// of the submission says more than the place where its first function begins: the
// sentence names a function, and what it says of it is about what that returns, or
// about how it calls what it was given.

// whereToLook fills in the line of a failure that has none, or none that says anything.
func whereToLook(src *policy.Source, r wire.Record) wire.Record {
	if !r.Verdict.Failed() {
		return r
	}
	if r.Near != "" && (r.File == "" || endsFunction(src, r.File, r.Line)) {
		r.File, r.Line = r.Near, r.NearLine
	}
	if r.File == "" {
		if p := sourceOf(src).look(r.Message); p.IsValid() {
			r.File, r.Line = src.Display(p.Filename), p.Line
		}
	}
	return r
}

// endsFunction reports whether a line is the brace at the end of a function, where
// deferred calls run.
func endsFunction(src *policy.Source, file string, line int) bool {
	i := slices.IndexFunc(src.Files, func(f policy.File) bool { return f.Name == path.Base(file) })
	if i < 0 {
		return false
	}
	lines := strings.Split(string(src.Files[i].Data), "\n")
	return line > 0 && line <= len(lines) && strings.HasPrefix(strings.TrimSpace(lines[line-1]), "}")
}

// A parsed submission is its functions.
type parsed struct {
	fset  *token.FileSet
	funcs []*ast.FuncDecl
}

func sourceOf(src *policy.Source) parsed {
	s := parsed{fset: token.NewFileSet()}
	for _, f := range src.Files {
		file, err := parser.ParseFile(s.fset, f.Name, f.Data, parser.SkipObjectResolution)
		if err != nil {
			continue
		}
		for _, d := range file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				s.funcs = append(s.funcs, fn)
			}
		}
	}
	return s
}

var words = regexp.MustCompile(`[\pL_]+`)

// look finds the line that a sentence is about; the zero value when it names no
// function of the submission.
func (s parsed) look(sentence string) token.Position {
	named := words.FindAllString(sentence, -1)
	var fn *ast.FuncDecl
	for _, w := range named {
		if fn = s.exported(w); fn != nil {
			break
		}
	}
	if fn == nil {
		return token.Position{}
	}
	if returned(sentence, fn.Name.Name) {
		return s.fset.Position(end(fn, strings.Contains(sentence, fn.Name.Name+" returned nil") || strings.Contains(sentence, fn.Name.Name+" has returned nil")))
	}
	for _, w := range named {
		if p := s.use(fn, w); p.IsValid() {
			return s.fset.Position(p)
		}
	}
	return s.fset.Position(end(fn, false))
}

// exported finds a function or method that others may call. A sentence may begin with
// the name of a method's type, which is none.
func (s parsed) exported(name string) *ast.FuncDecl {
	if !ast.IsExported(name) {
		return nil
	}
	for _, fn := range s.funcs {
		if fn.Name.Name == name {
			return fn
		}
	}
	return nil
}

// returned reports whether the sentence says of the function that it came to an end, or
// what it gave.
func returned(sentence, name string) bool {
	return regexp.MustCompile(`\b`+name+`(?: number \d+)? (?:has |must |did not |does not )?(?:return|gave|give|wait|panicked|ended)`).MatchString(sentence) ||
		regexp.MustCompile(`left `+name+`\b`).MatchString(sentence)
}

// use finds where a function first calls, or hands on, a parameter of the name. A
// sentence writes it as a word, which may be the first.
func (s parsed) use(fn *ast.FuncDecl, name string) token.Pos {
	param := false
	for _, field := range fn.Type.Params.List {
		for _, id := range field.Names {
			param = param || strings.EqualFold(id.Name, name)
		}
	}
	found := token.NoPos
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && param && !found.IsValid() && strings.EqualFold(id.Name, name) {
			found = id.Pos()
		}
		return true
	})
	return found
}

// end is where a function ends: its last return statement, which gives nil or does not
// if there is one that does; or else its last statement.
func end(fn *ast.FuncDecl, wantNil bool) token.Pos {
	found, sure := token.NoPos, false
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		if _, ok := n.(*ast.FuncLit); ok {
			return false // it returns from itself
		}
		ret, ok := n.(*ast.ReturnStmt)
		if !ok {
			return true
		}
		if fits := givesNil(ret) == wantNil; fits || !sure {
			found, sure = ret.Pos(), sure || fits
		}
		return true
	})
	if !found.IsValid() && len(fn.Body.List) > 0 {
		found = fn.Body.List[len(fn.Body.List)-1].Pos()
	}
	if !found.IsValid() {
		found = fn.Pos()
	}
	return found
}

func givesNil(ret *ast.ReturnStmt) bool {
	if len(ret.Results) == 0 {
		return false
	}
	id, ok := ret.Results[len(ret.Results)-1].(*ast.Ident)
	return ok && id.Name == "nil"
}
