package policy

import (
	"go/ast"
	"go/types"
)

func packageName(f *file) {
	want := f.sub.rules.Package
	if got := f.ast.Name.Name; want != "" && got != want {
		f.refusef(f.ast.Name.Pos(), "Write package "+want+" at the top.", "This file is in package %s, and the exercise asks for package %s.", clip(got), want)
	}
}

func functionBody(f *file) {
	for _, decl := range f.ast.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body == nil {
			f.refusef(fn.Pos(), "Write the body in braces.", "Function %s has no body, and would borrow one from elsewhere.", clip(fn.Name.Name))
		}
	}
}

func mainFunction(f *file) {
	for _, decl := range f.ast.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "main" {
			f.refuse(fn.Pos(), "A submission has no main function: the course brings the program that calls it.", "Remove it, or move it to a folder of its own.")
		}
	}
}

// helpers are predeclared functions whose names people give to what they declare
// themselves: those that came late to the language, so that older code and older
// books declare functions of these names; those that hardly anybody uses, so that
// a clock may be called real, and a logger print; and the verbs, since a server
// has something to close, to copy, to delete and to make anew.
var helpers = map[string]bool{
	"cap": true, "clear": true, "close": true, "complex": true, "copy": true, "delete": true, "imag": true,
	"max": true, "min": true, "new": true, "print": true, "println": true, "real": true,
}

func predeclaredName(f *file) {
	refuse := func(id *ast.Ident) {
		if types.Universe.Lookup(id.Name) != nil && !helpers[id.Name] {
			f.refusef(id.Pos(), "Choose another name; inside a function it may be shadowed.",
				"This gives the predeclared %s another meaning in the whole package.", id.Name)
		}
	}
	for _, decl := range f.ast.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if decl.Recv == nil {
				refuse(decl.Name)
			}
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					refuse(spec.Name)
				case *ast.ValueSpec:
					for _, id := range spec.Names {
						refuse(id)
					}
				}
			}
		}
	}
}
