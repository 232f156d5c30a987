package policy

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
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
			if pkg := f.qualifier(x); pkg != "" {
				f.refusef(x.Pos(), "Copy it to a variable of your own, or return a value of your own.",
					"The variable %s.%s belongs to package %s and is shared with everybody, so it may not be %s.",
					clip(x.X.(*ast.Ident).Name), clip(x.Sel.Name), pkg, how)
				return
			}
			target = x.X
		default:
			return
		}
	}
}

// qualifier is the package whose variable a selector names; empty for selectors of
// anything else.
func (f *file) qualifier(x *ast.SelectorExpr) string {
	base, ok := x.X.(*ast.Ident)
	if !ok {
		return ""
	}
	if t := f.sub.typed; t != nil {
		name, isPackage := t.info.Uses[base].(*types.PkgName)
		if _, isVar := t.info.Uses[x.Sel].(*types.Var); isPackage && isVar {
			return name.Imported().Path()
		}
		return ""
	}
	if base.Obj != nil || !x.Sel.IsExported() {
		return ""
	}
	return f.imports[base.Name]
}

// writesFirst reports whether fun is a built-in that writes to its first argument.
func (f *file) writesFirst(fun ast.Expr) bool {
	id, ok := ast.Unparen(fun).(*ast.Ident)
	if !ok || f.sub.object(id) != nil {
		return false // the package's own function of that name, perhaps
	}
	switch id.Name {
	case "append", "clear", "copy", "delete":
		return true
	}
	return false
}

// guarded are types whose values every package shares through pointers. None can be
// changed but by writing a whole value over it.
var guarded = []string{"encoding/base32.Encoding", "encoding/base64.Encoding", "os.File", "time.Location", "unicode.RangeTable"}

// guardedTypes finds the guarded types that a submission can give other names.
func guardedTypes(imports []*types.Package) []types.Type {
	var list []types.Type
	for _, pkg := range imports {
		for _, name := range pkg.Scope().Names() {
			if slices.Contains(guarded, pkg.Path()+"."+name) {
				list = append(list, pkg.Scope().Lookup(name).Type())
			}
		}
	}
	return list
}

// isGuarded reports whether t is a guarded type, perhaps under another name.
func (t *typed) isGuarded(typ types.Type) bool {
	named, ok := types.Unalias(typ).(*types.Named)
	if !ok {
		return false
	}
	if obj := named.Obj(); obj.Pkg() != nil && slices.Contains(guarded, obj.Pkg().Path()+"."+obj.Name()) {
		return true
	}
	return slices.ContainsFunc(t.guarded, func(g types.Type) bool {
		return types.Identical(g.Underlying(), named.Underlying())
	})
}

// typedAssignment looks at what assignment does, now knowing which names are
// those of packages, and refuses the ways to write to what is shared through a
// pointer that was kept: by the pointer itself, by a type parameter that stands
// for what it points to, or through the inner slices of a table.
func typedAssignment(f *file) {
	assignment(f)
	t := f.sub.typed
	const hint = "Use the pointer as it is."
	ast.Inspect(f.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.StarExpr:
			if tv := t.info.Types[n]; tv.IsValue() && t.isGuarded(tv.Type) {
				f.refusef(n.Pos(), hint, "What this points to is shared with everybody, so it may not be copied or changed as a whole.")
			}
		case *ast.Ident:
			for arg := range t.info.Instances[n].TypeArgs.Types() {
				if t.isGuarded(arg) {
					f.refusef(n.Pos(), hint, "Generic code gets %s as a type here and could write over what everybody shares.", types.TypeString(arg, (*types.Package).Name))
				}
			}
		case *ast.SelectorExpr:
			if obj := t.info.Uses[n.Sel]; t.foreign(obj) && obj.Pkg().Path() == "unicode" && isField(obj) {
				f.refusef(n.Sel.Pos(), "Look at it with unicode.Is.", "The field %s is part of a table that is shared with everybody.", n.Sel.Name)
			}
		}
		return true
	})
}

// lasting are variables of other packages that cannot be changed through what
// they hold.
var lasting = []string{
	"encoding/base32.HexEncoding", "encoding/base32.StdEncoding",
	"encoding/base64.RawStdEncoding", "encoding/base64.RawURLEncoding", "encoding/base64.StdEncoding", "encoding/base64.URLEncoding",
	"encoding/binary.BigEndian", "encoding/binary.LittleEndian", "encoding/binary.NativeEndian",
	"os.Stderr", "os.Stdout",
	"time.Local", "time.UTC",
}

// variables refuses to name variables of other packages that could be changed by
// way of what they point to: a local copy of the pointer is enough for it. Errors
// and other interfaces hide theirs.
func variables(f *file) {
	f.uses(func(id *ast.Ident, obj types.Object) {
		v, ok := obj.(*types.Var)
		if !ok || v.IsField() || v.Parent() != v.Pkg().Scope() {
			return
		}
		pkg := v.Pkg().Path()
		switch v.Type().Underlying().(type) {
		case *types.Interface, *types.Basic, *types.Signature:
			return
		case *types.Pointer:
			if pkg == "unicode" {
				return // tables, whose fields typedAssignment knows about
			}
		}
		if !slices.Contains(lasting, pkg+"."+v.Name()) {
			hint := "Make a value of your own."
			if pkg == "net" {
				hint = "Make one of your own: net.IPv4 and net.ParseIP make addresses, &net.Resolver{} a resolver."
			}
			f.refusef(id.Pos(), hint, "The variable %s of package %s is shared with everybody, and what it holds could be changed through a copy.", v.Name(), pkg)
		}
	})
}
