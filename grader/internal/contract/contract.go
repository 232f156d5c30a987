// Package contract compares what a submission declares with what the task asks for,
// which is what the reference declares. It reads source and nothing else.
//
//	task := contract.Of(reference)
//	problems := task.Missing(src)
package contract

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"

	"workbook/grader/policy"
	"workbook/grader/report"
)

// A Contract is what a package offers to others.
type Contract []declaration

// Of is the contract of some files. One that does not parse adds nothing to it.
func Of(files []policy.File) Contract {
	var out Contract
	for _, f := range files {
		out = append(out, declarations(f)...)
	}
	return out
}

// declared finds a declaration by its name.
func (c Contract) declared(name string) (declaration, bool) {
	i := slices.IndexFunc(c, func(d declaration) bool { return d.name == name })
	if i < 0 {
		return declaration{}, false
	}
	return c[i], true
}

// Missing says which functions and types that the task asks for are not there at all.
func (c Contract) Missing(src *policy.Source) []report.Problem {
	have := Of(src.Files)
	var out []report.Problem
	for _, w := range c {
		if strings.Contains(w.name, ".") {
			continue // a method may come by embedding or by an alias
		}
		if _, ok := have.declared(w.name); !ok {
			out = append(out, missing(src, w))
		}
	}
	return out
}

// missing says that a declaration is not there, and names one that its author may
// have meant for it.
func missing(src *policy.Source, w declaration) report.Problem {
	p := report.Problem{
		File: src.Display(firstFile(src)), Line: 1,
		Message: fmt.Sprintf("Your package has no %s. The task asks for: %s", w.name, w.signature),
		Hint:    "Write it with exactly this name and these types.",
	}
	if near, ok := sameLetters(src, w.name); ok {
		p.File, p.Line = src.Display(near.pos.Filename), near.pos.Line
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

func firstFile(src *policy.Source) string {
	if len(src.Files) == 0 {
		return ""
	}
	return src.Files[0].Name
}

// Mismatch explains hidden tests that do not compile against a submission which
// compiles by itself: something has another type than the task says. It reports
// whether there is such a thing.
func (c Contract) Mismatch(src *policy.Source) (report.Problem, bool) {
	have := Of(src.Files)
	for _, w := range c {
		d, ok := have.declared(w.name)
		switch {
		case !ok:
			return report.Problem{Message: fmt.Sprintf("Your package has no %s. The task asks for: %s", w.name, w.signature)}, true
		case d.shape != w.shape:
			return report.Problem{
				File: src.Display(d.pos.Filename), Line: d.pos.Line,
				Message: fmt.Sprintf("%s is not what the task asks for. Yours: %s. The task's: %s", w.name, d.signature, w.signature),
			}, true
		}
	}
	return report.Problem{}, false
}

// FirstFunction is where the first function is declared that others can call.
func (c Contract) FirstFunction() token.Position {
	for _, d := range c {
		if d.shape != "" {
			return d.pos
		}
	}
	return token.Position{}
}
