package policy

import (
	"go/ast"
	"go/token"
)

// assignment refuses to change the variables of other packages: directly,
// through a part of them, through their address, or through a built-in function
// that writes to its first argument.
func assignment(f *file) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				f.changed(left, "changed")
			}
		case *ast.IncDecStmt:
			f.changed(n.X, "changed")
		case *ast.RangeStmt:
			f.changed(n.Key, "changed")
			f.changed(n.Value, "changed")
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				f.changed(n.X, "pointed to")
			}
		case *ast.CallExpr:
			if len(n.Args) > 0 && f.writesFirst(n.Fun) {
				f.changed(n.Args[0], "written to")
			}
		}
		return true
	})
}

// changed refuses when target is a variable of another package or a part of one.
func (f *file) changed(target ast.Expr, how string) {
	for {
		switch x := target.(type) {
		case *ast.ParenExpr:
			target = x.X
		case *ast.StarExpr:
			target = x.X
		case *ast.IndexExpr:
			target = x.X
		case *ast.SliceExpr:
			target = x.X
		case *ast.SelectorExpr:
			if base, ok := x.X.(*ast.Ident); ok {
				if pkg := f.imports[base.Name]; pkg != "" && base.Obj == nil && x.Sel.IsExported() {
					f.refusef(x.Pos(), "Copy it to a variable of your own, or return a value of your own.",
						"The variable %s.%s belongs to package %s and is shared with everybody, so it may not be %s.", base.Name, clip(x.Sel.Name), pkg, how)
				}
				return
			}
			target = x.X
		default:
			return
		}
	}
}

// writesFirst reports whether fun is a built-in that writes to its first argument.
func (f *file) writesFirst(fun ast.Expr) bool {
	id, ok := fun.(*ast.Ident)
	if !ok || id.Obj != nil {
		return false
	}
	switch id.Name {
	case "append", "clear", "copy", "delete":
		return true
	}
	return false
}
