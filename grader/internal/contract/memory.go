package contract

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"strconv"
	"strings"

	"workbook/grader/policy"
)

// Remembers reports whether a package may remember something when all that its callers
// had of it is gone: in a variable of its own that can change, or in one of the standard
// library's that it sets. Two checks of a package that does not know nothing of each other
// though they run in one process. In doubt, as of what does not parse, it is true.
func Remembers(files []policy.File) bool {
	var parsed []*ast.File
	fset := token.NewFileSet()
	for _, f := range files {
		file, err := parser.ParseFile(fset, f.Name, f.Data, parser.SkipObjectResolution)
		if err != nil {
			return true
		}
		parsed = append(parsed, file)
	}
	errors := map[string]bool{}
	for _, file := range parsed {
		for _, d := range file.Decls {
			if v, ok := d.(*ast.GenDecl); ok && v.Tok == token.VAR && !onlyErrors(v, errors) {
				return true
			}
		}
	}
	for _, file := range parsed {
		if sets(file, errors) {
			return true
		}
	}
	return false
}

// onlyErrors reports whether a declaration of variables is of errors that are made once,
// whose names it adds, and of nothing that has a name besides.
func onlyErrors(v *ast.GenDecl, errors map[string]bool) bool {
	for _, spec := range v.Specs {
		v := spec.(*ast.ValueSpec)
		for i, name := range v.Names {
			if name.Name == "_" {
				continue
			}
			if i >= len(v.Values) || !isError(v.Type) || !makesError(v.Values[i]) {
				return false
			}
			errors[name.Name] = true
		}
	}
	return true
}

func isError(t ast.Expr) bool {
	name, ok := t.(*ast.Ident)
	return t == nil || ok && name.Name == "error"
}

func makesError(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	from, ok := f.X.(*ast.Ident)
	return ok && (from.Name == "errors" && f.Sel.Name == "New" || from.Name == "fmt" && f.Sel.Name == "Errorf")
}

// sets reports whether a file may give one of these variables another value, or sets what
// the standard library has one of, as log.SetOutput, slog.SetDefault and
// log.Default().SetFlags do. What has a deadline set is somebody's connection.
func sets(file *ast.File, variables map[string]bool) (found bool) {
	imports := map[string]bool{}
	for _, spec := range file.Imports {
		from, _ := strconv.Unquote(spec.Path.Value)
		imports[path.Base(from)] = true
		if spec.Name != nil {
			imports[spec.Name.Name] = true
		}
	}
	isVariable := func(e ast.Expr) bool {
		name, ok := ast.Unparen(e).(*ast.Ident)
		return ok && variables[name.Name]
	}
	ofAnother, shared := false, false // one sets something, and one has what there is one of
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, to := range n.Lhs {
				found = found || isVariable(to)
			}
		case *ast.RangeStmt:
			found = found || n.Key != nil && isVariable(n.Key) || n.Value != nil && isVariable(n.Value)
		case *ast.UnaryExpr:
			found = found || n.Op == token.AND && isVariable(n.X)
		case *ast.SelectorExpr:
			from, ok := n.X.(*ast.Ident)
			library := ok && imports[from.Name]
			if strings.HasPrefix(n.Sel.Name, "Set") && !strings.HasSuffix(n.Sel.Name, "Deadline") {
				found, ofAnother = found || library, true
			}
			shared = shared || library && n.Sel.Name == "Default"
		}
		return !found
	})
	return found || ofAnother && shared
}
