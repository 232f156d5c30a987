package policy

import (
	"fmt"
	"go/ast"
	"go/types"
	"math"
)

const (
	maxTypeBytes  = 16 << 20 // of one type
	maxStaticSize = 32 << 20 // of all package-level variables
	maxChain      = 200      // named types in named types
	maxParts      = 10_000   // fields of a struct, those of structs in structs counted as well
)

// typeSize refuses types that grow without end: structs of structs that hold the
// inner one several times over, and names for types that say the inner one
// several times over.
func typeSize(f *file) {
	const hint = "Hold pointers or slices instead, which grow as needed."
	counted := map[ast.Expr]bool{} // as part of one that holds it
	ast.Inspect(f.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IndexExpr:
			if !counted[n] && f.sub.fields(n) > maxParts {
				f.refusef(n.Pos(), hint, "This type has more than %d fields, which no exercise needs and makes building slow.", maxParts)
				return false
			}
			counted[n.X], counted[n.Index] = true, true
		case *ast.IndexListExpr:
			if !counted[n] && f.sub.fields(n) > maxParts {
				f.refusef(n.Pos(), hint, "This type has more than %d fields, which no exercise needs and makes building slow.", maxParts)
				return false
			}
			counted[n.X] = true
			for _, arg := range n.Indices {
				counted[arg] = true
			}
		case *ast.TypeSpec:
			f.declaredSize(n, hint)
		}
		return true
	})
}

// declaredSize is typeSize for what a declaration gives a name.
func (f *file) declaredSize(spec *ast.TypeSpec, hint string) {
	if f.sub.text(spec.Type) > maxTypeText {
		f.refusef(spec.Pos(), textHint, "The type %s would be more than %d names long if it were written out.", clip(spec.Name.Name), maxTypeText)
	}
	if f.sub.chain(spec.Type) == maxChain+1 { // once, not for all that follow
		f.refusef(spec.Pos(), hint, "The type %s holds a type that holds a type, more than %d deep, which no exercise needs and makes building slow.", clip(spec.Name.Name), maxChain)
	}
	if _, ok := spec.Type.(*ast.StructType); ok && f.sub.fields(spec.Type) > maxParts {
		f.refusef(spec.Pos(), hint, "The type %s has more than %d fields, which no exercise needs and makes building slow.", clip(spec.Name.Name), maxParts)
	}
}

// chain is how many named types are inside each other. The type checker's work
// grows with the third power of it.
func (s *submission) chain(t ast.Expr) int64 {
	switch x := t.(type) {
	case *ast.ParenExpr:
		return s.chain(x.X)
	case *ast.ArrayType:
		return s.chain(x.Elt)
	case *ast.IndexExpr:
		return max(s.chain(x.X), s.chain(x.Index))
	case *ast.IndexListExpr:
		return max(s.chain(x.X), s.longest(x.Indices))
	case *ast.StructType:
		return s.longest(fieldTypes(x.Fields))
	case *ast.InterfaceType:
		return s.longest(fieldTypes(x.Methods))
	case *ast.Ident:
		spec := s.typeSpec(x)
		if spec == nil {
			return 0
		}
		n, known := s.sizes.chains[spec]
		if !known {
			s.sizes.chains[spec] = 1 // for a type that holds itself
			n = 1 + s.chain(spec.Type)
			s.sizes.chains[spec] = n
		}
		return n
	}
	return 0
}

func (s *submission) longest(list []ast.Expr) (most int64) {
	for _, t := range list {
		most = max(most, s.chain(t))
	}
	return most
}

// fields counts the fields of a struct, those of structs in it included; the
// compiler looks at each of them again and again. It is 1 for everything else. Of
// a generic type it takes as many as its type arguments have, for each of its
// own, which is an upper bound.
func (s *submission) fields(t ast.Expr) int64 {
	switch x := t.(type) {
	case *ast.ParenExpr:
		return s.fields(x.X)
	case *ast.ArrayType:
		if x.Len != nil {
			return s.fields(x.Elt)
		}
	case *ast.StructType:
		var n int64
		for _, field := range fieldTypes(x.Fields) {
			n = min(n+s.fields(field), maxParts+1)
		}
		return max(n, 1)
	case *ast.IndexExpr:
		return min(s.fields(x.X)*s.fields(x.Index), maxParts+1)
	case *ast.IndexListExpr:
		var args int64
		for _, arg := range x.Indices {
			args = min(args+s.fields(arg), maxParts+1)
		}
		return min(s.fields(x.X)*args, maxParts+1)
	case *ast.Ident:
		spec := s.typeSpec(x)
		if spec == nil {
			return 1
		}
		n, known := s.sizes.parts[spec]
		if !known {
			s.sizes.parts[spec] = 1 // for a type that holds itself
			n = s.fields(spec.Type)
			s.sizes.parts[spec] = n
		}
		return n
	}
	return 1
}

// fieldTypes lists the types of the fields, each as often as it has names.
func fieldTypes(fields *ast.FieldList) []ast.Expr {
	var list []ast.Expr
	if fields != nil {
		for _, field := range fields.List {
			for range max(len(field.Names), 1) {
				list = append(list, field.Type)
			}
		}
	}
	return list
}

// typeSizes computes sizes of types in bytes, each only once: a struct of two
// structs of two structs costs its number of types and not two to its power.
type typeSizes struct {
	basic types.Sizes
	known map[types.Type]int64
}

func newTypeSizes(basic types.Sizes) *typeSizes {
	return &typeSizes{basic: basic, known: map[types.Type]int64{}}
}

// of is the size of t without padding, and maxTypeBytes+1 for everything larger.
// A type parameter has none: what stands for it is looked at where it is given.
func (z *typeSizes) of(t types.Type) int64 {
	t = types.Unalias(t)
	n, known := z.known[t]
	if known {
		return n
	}
	z.known[t] = 0
	switch u := t.Underlying().(type) {
	case *types.Array:
		n = product(max(u.Len(), 0), max(z.of(u.Elem()), 1)) // empty elements cost time, too
	case *types.Struct:
		for field := range u.Fields() {
			n = min(n+z.of(field.Type()), maxTypeBytes+1)
		}
	case *types.Basic:
		if u.Info()&types.IsUntyped == 0 && u.Kind() != types.Invalid {
			n = z.basic.Sizeof(u)
		}
	case *types.Interface, *types.Slice:
		n = z.basic.Sizeof(t.Underlying())
	case *types.Pointer, *types.Map, *types.Chan, *types.Signature:
		n = z.basic.Sizeof(types.Typ[types.Uintptr])
	}
	z.known[t] = n
	return n
}

// product multiplies up to just above the limit.
func product(a, b int64) int64 {
	if b != 0 && a > math.MaxInt64/b {
		return maxTypeBytes + 1
	}
	return min(a*b, maxTypeBytes+1)
}

// typedSize refuses large types wherever they come from, type parameters
// included, and package-level variables that are large together.
func typedSize(f *file) {
	t := f.sub.typed
	seen := map[int]bool{} // lines; one refusal on each is enough
	refuse := func(x ast.Node, message string) {
		if line := f.pos.Line(x.Pos()); !seen[line] {
			seen[line] = true
			f.refuse(x.Pos(), message, "Use a slice that grows as needed.")
		}
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		x, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		if tv := t.info.Types[x]; tv.Type != nil && (tv.IsValue() || tv.IsType()) && t.sizes.of(tv.Type) > maxTypeBytes {
			refuse(x, fmt.Sprintf("This takes more than %d MiB, which is memory that no exercise needs.", maxTypeBytes>>20))
		}
		if id, ok := x.(*ast.Ident); ok {
			if v, ok := t.info.Defs[id].(*types.Var); ok && v.Parent() == t.pkg.Scope() {
				if t.static += t.sizes.of(v.Type()); t.static > maxStaticSize {
					refuse(x, fmt.Sprintf("The package's variables take more than %d MiB, which is memory that no exercise needs.", maxStaticSize>>20))
				}
			}
			for arg := range t.info.Instances[id].TypeArgs.Types() {
				if t.sizes.of(arg) > maxTypeBytes {
					refuse(x, fmt.Sprintf("The type parameter stands for more than %d MiB here, which is memory that no exercise needs.", maxTypeBytes>>20))
				}
			}
		}
		return true
	})
}
