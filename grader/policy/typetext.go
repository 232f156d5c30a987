package policy

import "go/ast"

const (
	maxTypeText = 2_000   // names in a type that is written out
	maxAllText  = 200_000 // of all longer types without a name, each as often as it stands there
	shortText   = 8       // as people write types; they may be as many as there is room for
	tagBytes    = 16      // of a struct's tag, for one name
)

const textHint = "Declare the parts as types of their own, with type T struct rather than type T =."

// typeText refuses types without a name that would be long if they were written
// out, and very many of them: compilers write them out, each several times, and into
// the name of each function that is made for them.
func typeText(f *file) {
	s := f.sub
	var decl *ast.TypeSpec // whose type declaredSize looks at
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if spec, ok := n.(*ast.TypeSpec); ok {
			decl = spec
		}
		t, ok := n.(ast.Expr)
		if !ok || !isTypeLiteral(t) {
			return true
		}
		size := s.text(t)
		declared := decl != nil && decl.Type == t
		if size <= shortText {
			return true
		}
		s.allText += size
		switch {
		case size > maxTypeText && !declared:
			f.refusef(t.Pos(), textHint, "This type would be more than %d names long if it were written out.", maxTypeText)
			return false
		case s.allText > maxAllText && s.allText-size <= maxAllText:
			f.refusef(t.Pos(), textHint, "With this type, all of them together would be more than %d names long if they were written out.", maxAllText)
			return false
		}
		return true
	})
}

// isTypeLiteral reports whether x can be a type that is made of others on the spot. An
// index may be one of a slice, and counts little then.
func isTypeLiteral(x ast.Expr) bool {
	switch x.(type) {
	case *ast.StructType, *ast.InterfaceType, *ast.FuncType, *ast.MapType, *ast.ChanType, *ast.ArrayType, *ast.IndexExpr, *ast.IndexListExpr:
		return true
	}
	return false
}

// labels counts the names of fields or methods, and their tags, which are part of a
// type's text as well.
func labels(fields *ast.FieldList) (n int64) {
	for _, field := range fields.List {
		n += int64(len(field.Names))
		if field.Tag != nil {
			n += int64(len(field.Tag.Value) / tagBytes * max(len(field.Names), 1))
		}
	}
	return n
}

// text counts the names in a type when the names that stand for others are
// written out, as compilers do to tell types apart. A type with a name of its own
// counts as one.
func (s *submission) text(t ast.Expr) int64 {
	var n int64 = 1
	add := func(parts ...ast.Expr) {
		for _, p := range parts {
			if p != nil {
				n = min(n+s.text(p), maxTypeText+1)
			}
		}
	}
	switch x := t.(type) {
	case *ast.ParenExpr:
		return s.text(x.X)
	case *ast.Ident:
		return s.textOfName(x)
	case *ast.StarExpr:
		add(x.X)
	case *ast.ArrayType:
		add(x.Elt)
	case *ast.MapType:
		add(x.Key, x.Value)
	case *ast.ChanType:
		add(x.Value)
	case *ast.IndexExpr:
		add(x.X, x.Index)
	case *ast.IndexListExpr:
		add(x.X)
		add(x.Indices...)
	case *ast.Ellipsis:
		add(x.Elt)
	case *ast.FuncType:
		add(fieldTypes(x.Params)...)
		add(fieldTypes(x.Results)...)
	case *ast.StructType:
		add(fieldTypes(x.Fields)...)
		n = min(n+labels(x.Fields), maxTypeText+1)
	case *ast.InterfaceType:
		add(fieldTypes(x.Methods)...)
		n = min(n+labels(x.Methods), maxTypeText+1)
	case *ast.BinaryExpr: // of a type set
		add(x.X, x.Y)
	case *ast.UnaryExpr:
		add(x.X)
	}
	return n
}

// textOfName is text for a name: that of what it stands for if it is an alias.
func (s *submission) textOfName(id *ast.Ident) int64 {
	spec := s.typeSpec(id)
	if spec == nil || !spec.Assign.IsValid() {
		return 1
	}
	n, known := s.sizes.texts[spec]
	if !known {
		s.sizes.texts[spec] = 1 // for a name that stands for itself
		n = s.text(spec.Type)
		s.sizes.texts[spec] = n
	}
	return n
}
