package instrument

import (
	"go/ast"
	"go/token"
	"go/types"
)

// sharedVariables are those that another goroutine may use than the one whose function
// declares them: variables of the package, those that a function literal uses and a
// function around it declares, and those whose address is taken.
func sharedVariables(pkg *types.Package, info *types.Info, files []*ast.File) map[types.Object]bool {
	shared := map[types.Object]bool{}
	for _, name := range pkg.Scope().Names() {
		if v, ok := pkg.Scope().Lookup(name).(*types.Var); ok {
			shared[v] = true
		}
	}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				captures(n, info, shared)
			case *ast.UnaryExpr:
				if n.Op == token.AND {
					if v := root(n.X, info); v != nil {
						shared[v] = true
					}
				}
			}
			return true
		})
	}
	return shared
}

// captures notes the variables that a literal uses and does not declare.
func captures(lit *ast.FuncLit, info *types.Info, shared map[types.Object]bool) {
	ast.Inspect(lit, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		if v, ok := info.Uses[id].(*types.Var); ok && !v.IsField() && (v.Pos() < lit.Pos() || v.Pos() >= lit.End()) {
			shared[v] = true
		}
		return true
	})
}

// root is the variable that an expression is a part of, as v of v.a[2]; nil where
// there is a pointer, a slice or a map on the way, or no variable.
func root(x ast.Expr, info *types.Info) types.Object {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		if v, ok := info.ObjectOf(x).(*types.Var); ok {
			return v
		}
	case *ast.SelectorExpr:
		if t := info.TypeOf(x.X); t != nil && !isIndirect(t) {
			return root(x.X, info)
		}
		if id, ok := x.X.(*ast.Ident); ok {
			if _, ok := info.Uses[id].(*types.PkgName); ok {
				return info.Uses[x.Sel]
			}
		}
	case *ast.IndexExpr:
		if t := info.TypeOf(x.X); t != nil && !isIndirect(t) {
			return root(x.X, info)
		}
	}
	return nil
}

// isIndirect reports whether what a value of that type leads to lies elsewhere.
func isIndirect(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Struct, *types.Array:
		return false
	}
	return true
}

// reached reports whether another goroutine may use what x names.
func (e *editor) reached(x ast.Expr) bool {
	x = ast.Unparen(x)
	if id, ok := x.(*ast.Ident); ok && id.Name == "_" {
		return false
	}
	v := root(x, e.info)
	return v == nil || e.shared[v]
}

// repeatable reports whether x can be evaluated twice without anybody noticing: it
// calls nothing, receives nothing and makes nothing.
func (e *editor) repeatable(x ast.Expr) bool {
	ok := true
	ast.Inspect(x, func(n ast.Node) bool {
		switch n := n.(type) {
		case nil, *ast.Ident, *ast.SelectorExpr, *ast.IndexExpr, *ast.StarExpr, *ast.ParenExpr, *ast.BasicLit, *ast.BinaryExpr:
		case *ast.UnaryExpr:
			ok = ok && n.Op != token.ARROW
		default:
			ok = false
		}
		return ok
	})
	return ok
}

// constant reports whether x has a value at compile time.
func (e *editor) constant(x ast.Expr) bool {
	tv, ok := e.info.Types[x]
	return ok && tv.Value != nil
}

// typed reports whether a variable that is declared with the value of x has the type
// that x has in its statement. It has not where x took its type from the statement, as
// a comparison and 1<<n may.
func (e *editor) typed(x ast.Expr) bool {
	tv, ok := e.info.Types[x]
	if !ok || tv.Value != nil || !tv.IsValue() || tv.IsNil() {
		return false
	}
	if _, tuple := tv.Type.(*types.Tuple); tuple {
		return false
	}
	ok = true
	ast.Inspect(x, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.CallExpr, *ast.IndexExpr, *ast.CompositeLit:
			return false // what is in there has nothing from the statement
		case *ast.BinaryExpr:
			switch n.Op {
			case token.SHL, token.SHR:
				ok = ok && !e.constant(n.X)
			case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
				ok = ok && tv.Type == types.Typ[types.Bool]
			}
		}
		return ok
	})
	return ok
}

// mentions reports whether y uses the variable that x is, or is a part of, or leads
// to.
func (e *editor) mentions(y, x ast.Expr) bool {
	names := map[types.Object]bool{}
	ast.Inspect(x, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v, ok := e.info.Uses[id].(*types.Var); ok {
				names[v] = true
			}
		}
		return true
	})
	found := false
	ast.Inspect(y, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && names[e.info.Uses[id]] {
			found = true
		}
		return !found
	})
	return found
}
