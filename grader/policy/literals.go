package policy

import (
	"go/ast"
	"slices"
)

const literalHint = "Make the data in code, with a loop."

// literalSize refuses literals with very many elements, those that get very many
// because of one large index: []int{1 << 30: 1}, and very many of them. The
// compiler writes each of their elements into the program, zeros included.
func literalSize(f *file) {
	// A literal inside another may leave out its type; the outer one has it.
	implied := map[ast.Expr]ast.Expr{}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		if len(lit.Elts) > maxElements {
			f.refusef(lit.Pos(), literalHint, "This literal has more than %d elements, which no exercise needs and makes building slow.", maxElements)
			return false
		}
		t := lit.Type
		if t == nil {
			t = implied[lit]
		}
		u := f.sub.underlying(t)
		f.countLiteral(lit, t, u)
		switch u := u.(type) {
		case *ast.ArrayType:
			f.indices(lit)
			for _, elt := range lit.Elts {
				if kv, ok := elt.(*ast.KeyValueExpr); ok {
					elt = kv.Value
				}
				implied[elt] = u.Elt
			}
		case *ast.MapType:
			for _, elt := range lit.Elts {
				if kv, ok := elt.(*ast.KeyValueExpr); ok {
					implied[kv.Key], implied[kv.Value] = u.Key, u.Value
				}
			}
		}
		return true
	})
}

// foreignSlices are the slices among the types of packages that every submission
// may import.
var foreignSlices = []string{
	"Buffers", "Float64Slice", "HardwareAddr", "IP", "IPMask", "IntSlice", "RawMessage", "SpecialCase", "StringSlice",
}

// countLiteral adds the elements that a literal of type t, which stands for u, has
// in the program, and refuses the one that makes them too many.
func (f *file) countLiteral(lit *ast.CompositeLit, t, u ast.Expr) {
	s := f.sub
	if len(lit.Elts) == 0 || s.literals > maxLiterals {
		return // all zero, which takes no room; or refused already
	}
	switch u := u.(type) {
	case *ast.ArrayType:
		if _, open := u.Len.(*ast.Ellipsis); u.Len == nil || open {
			s.literals += s.reach(lit) * s.elements(u.Elt)
		} else {
			s.literals += s.elements(t)
		}
	case *ast.StructType:
		s.literals += s.elements(t)
	case *ast.MapType:
		s.literals += int64(len(lit.Elts))
	case *ast.SelectorExpr:
		if slices.Contains(foreignSlices, u.Sel.Name) {
			s.literals += s.reach(lit)
		} else { // a struct, whose keys are fields
			s.literals += int64(len(lit.Elts))
		}
	default: // a type parameter, for whatever it stands
		s.literals += s.reach(lit)
	}
	if s.literals > maxLiterals {
		f.refusef(lit.Pos(), literalHint, "With this literal, all of them together have more than %d elements, which no exercise needs and makes building slow.", maxLiterals)
	}
}

// reach is how far the elements of a literal reach, those left out included.
func (s *submission) reach(lit *ast.CompositeLit) int64 {
	var next, most int64
	for _, elt := range lit.Elts {
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			if n, ok := s.length(kv.Key); ok {
				next = max(n, 0)
			}
		}
		next++
		most = max(most, next)
	}
	return most
}

// indices refuses large indices in the literal of an array or slice.
func (f *file) indices(lit *ast.CompositeLit) {
	for _, elt := range lit.Elts {
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			if n, ok := f.sub.length(kv.Key); ok && n > maxArray {
				f.refusef(kv.Pos(), literalHint, "This index makes more than %d elements, which is memory that no exercise needs.", maxArray)
			}
		}
	}
}
