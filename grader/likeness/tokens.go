package likeness

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
)

// A lexeme is a node of a syntax tree as it counts for likeness.
type lexeme struct {
	text string
	pos  token.Pos
}

// tokensOf lists the nodes of a declaration in the order in which they stand. Of names,
// those count that are not the author's: of predeclared things, and of what is selected
// from something, such as methods and members of packages.
func tokensOf(d ast.Decl) []lexeme {
	var all []lexeme
	selected := map[*ast.Ident]bool{}
	ast.Inspect(d, func(n ast.Node) bool {
		switch n := n.(type) {
		case nil:
			return true
		case *ast.CommentGroup, *ast.Comment:
			return false
		case *ast.SelectorExpr:
			selected[n.Sel] = true
		case *ast.ParenExpr:
			return true // which change nothing
		}
		all = append(all, lexeme{word(n, selected), n.Pos()})
		return true
	})
	return all
}

func word(n ast.Node, selected map[*ast.Ident]bool) string {
	switch n := n.(type) {
	case *ast.Ident:
		if selected[n] || types.Universe.Lookup(n.Name) != nil {
			return n.Name
		}
		return "name"
	case *ast.BasicLit:
		return n.Kind.String()
	case *ast.BinaryExpr:
		return n.Op.String()
	case *ast.UnaryExpr:
		return "unary " + n.Op.String()
	case *ast.AssignStmt:
		return n.Tok.String()
	case *ast.IncDecStmt:
		return n.Tok.String()
	case *ast.BranchStmt:
		return n.Tok.String()
	case *ast.GenDecl:
		return n.Tok.String()
	}
	return reflect.TypeOf(n).Elem().Name()
}
