package policy

import (
	"go/ast"
	"go/constant"
)

const (
	maxArray    = 1 << 20 // elements, those of arrays in arrays multiplied
	maxElements = 10_000  // written out in a composite literal
	maxDepth    = 2_000   // of the syntax tree
	maxLiterals = 4 << 20 // elements of all literals, written out or not
)

// sizes remembers what was computed for a name, so that names which stand for
// names cost their number and not two to its power, and rings of them end.
type sizes struct {
	elements   map[*ast.TypeSpec]int64
	chains     map[*ast.TypeSpec]int64
	parts      map[*ast.TypeSpec]int64
	texts      map[*ast.TypeSpec]int64
	underlying map[*ast.TypeSpec]ast.Expr
	values     map[*ast.Object]constant.Value
	strings    map[*ast.Object]int64
}

func newSizes() sizes {
	return sizes{
		elements:   map[*ast.TypeSpec]int64{},
		chains:     map[*ast.TypeSpec]int64{},
		parts:      map[*ast.TypeSpec]int64{},
		texts:      map[*ast.TypeSpec]int64{},
		underlying: map[*ast.TypeSpec]ast.Expr{},
		values:     map[*ast.Object]constant.Value{},
		strings:    map[*ast.Object]int64{},
	}
}

func arraySize(f *file) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		array, ok := n.(*ast.ArrayType)
		if !ok || array.Len == nil {
			return true
		}
		if f.sub.elements(array) > maxArray {
			f.refusef(array.Pos(), "Use a slice that grows as needed.", "This array has more than %d elements, which is memory that no exercise needs.", maxArray)
			return false
		}
		return true
	})
}

// elements counts the elements of an array or struct type, those of arrays in
// arrays multiplied. It is 1 for everything else, and for a length that it cannot
// compute. Of a generic type it takes as many as its type arguments have, for
// each of its own, which is an upper bound.
func (s *submission) elements(t ast.Expr) int64 {
	switch x := t.(type) {
	case *ast.ParenExpr:
		return s.elements(x.X)
	case *ast.Ident:
		spec := s.typeSpec(x)
		if spec == nil {
			return 1
		}
		n, known := s.sizes.elements[spec]
		if !known {
			s.sizes.elements[spec] = 1 // for a type that holds itself
			n = s.elements(spec.Type)
			s.sizes.elements[spec] = n
		}
		return n
	case *ast.ArrayType:
		if x.Len == nil {
			return 1
		}
		inner := s.elements(x.Elt)
		if n, ok := s.length(x.Len); ok && n > 0 {
			inner *= n
		}
		return min(inner, maxArray+1)
	case *ast.StructType:
		var n int64
		for _, field := range fieldTypes(x.Fields) {
			n = min(n+s.elements(field), maxArray+1)
		}
		return max(n, 1)
	case *ast.IndexExpr:
		return min(s.elements(x.X)*s.elements(x.Index), maxArray+1)
	case *ast.IndexListExpr:
		var args int64
		for _, arg := range x.Indices {
			args = min(args+s.elements(arg), maxArray+1)
		}
		return min(s.elements(x.X)*args, maxArray+1)
	}
	return 1
}

// object is what an identifier stands for inside the package, nil for anything
// else.
func (s *submission) object(id *ast.Ident) *ast.Object {
	if id.Obj != nil {
		return id.Obj
	}
	return s.objects[id.Name]
}

func (s *submission) typeSpec(id *ast.Ident) *ast.TypeSpec {
	obj := s.object(id)
	if obj == nil {
		return nil
	}
	spec, _ := obj.Decl.(*ast.TypeSpec)
	return spec
}

// underlying follows names of the package's own types, those of generic ones
// too, to what they stand for. It follows a pointer as well, because a literal
// of pointers may leave out the & of its elements.
func (s *submission) underlying(t ast.Expr) ast.Expr {
	switch x := t.(type) {
	case *ast.ParenExpr:
		return s.underlying(x.X)
	case *ast.StarExpr:
		return s.underlying(x.X)
	case *ast.IndexExpr:
		return s.underlying(x.X)
	case *ast.IndexListExpr:
		return s.underlying(x.X)
	case *ast.Ident:
		spec := s.typeSpec(x)
		if spec == nil {
			return nil
		}
		u, known := s.sizes.underlying[spec]
		if !known {
			s.sizes.underlying[spec] = nil // for a type that is itself
			u = s.underlying(spec.Type)
			s.sizes.underlying[spec] = u
		}
		return u
	}
	return t
}

func depth(f *file) {
	level, refused := 0, false
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if n == nil {
			level--
			return true
		}
		if level >= maxDepth && !refused {
			f.refuse(n.Pos(), "The code is nested beyond reason here, where neither people nor tools can follow.", "Give the inner parts names of their own.")
			refused = true
		}
		if refused {
			return false // Inspect does not tell the end of what it does not enter
		}
		level++
		return true
	})
}
