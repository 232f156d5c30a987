package verify

import (
	"go/ast"
	"go/token"
	"go/types"
)

// The operators of this file take one error for another.

// contextErrors gives another error than the one that the context has.
func contextErrors(m *mutator, n ast.Node) {
	c, ok := n.(*ast.CallExpr)
	if !ok {
		return
	}
	ctx, ok := m.contextOf(c)
	if !ok {
		return
	}
	imports := aid{imports: []string{"context"}}
	m.replace("context.Cause for Err", c.Pos(), c.End(), "context.Cause("+m.text(ctx)+")", imports)
	m.replace("context.Canceled for Err", c.Pos(), c.End(), "context.Canceled", imports)
}

// contextOf gives the context whose Err an expression asks for.
func (m *mutator) contextOf(e ast.Expr) (ast.Expr, bool) {
	c, ok := e.(*ast.CallExpr)
	if !ok || called(c) != "Err" || len(c.Args) != 0 {
		return nil, false
	}
	sel, ok := c.Fun.(*ast.SelectorExpr)
	if !ok || m.typeOf(sel.X).String() != "context.Context" {
		return nil, false
	}
	return sel.X, true
}

var (
	isAid  = aid{[]string{"errors"}, "func isError(v any, target error) bool {\n\terr, ok := v.(error)\n\treturn ok && errors.Is(err, target)\n}\n"}
	sayAid = aid{[]string{"fmt", "strings"}, "func says(v any, target error) bool {\n" +
		"\treturn v != nil && target != nil && strings.Contains(fmt.Sprint(v), target.Error())\n}\n"}
)

// comparedErrors asks with == for errors.Is, with errors.Is for ==, and compares the
// text.
func comparedErrors(m *mutator, n ast.Node) {
	switch n := n.(type) {
	case *ast.CallExpr:
		if !m.isCall(n, "errors", "Is") || len(n.Args) != 2 {
			return
		}
		a, b := m.text(n.Args[0]), m.text(n.Args[1])
		m.replace("== for errors.Is", n.Pos(), n.End(), a+" == "+b)
		m.replace("text for errors.Is", n.Pos(), n.End(), "says("+a+", "+b+")", sayAid)
	case *ast.BinaryExpr:
		if n.Op != token.EQL && n.Op != token.NEQ || isNil(n.X) || isNil(n.Y) || !m.isError(n.Y) || !m.isError(n.X) && !m.isAny(n.X) {
			return
		}
		not := ""
		if n.Op == token.NEQ {
			not = "!"
		}
		args := "(" + m.text(n.X) + ", " + m.text(n.Y) + ")"
		m.replace("errors.Is for "+n.Op.String(), n.Pos(), n.End(), not+"isError"+args, isAid)
		m.replace("text for "+n.Op.String(), n.Pos(), n.End(), not+"says"+args, sayAid)
	}
}

// Each takes an error and gives another one, and nil for nil.
var otherErrors = []struct {
	operator, name string
	imports        []string
	body           string
}{
	{"text for error", "sameText", []string{"errors"}, "return errors.New(err.Error())"},
	{"wrap error", "wrapped", []string{"fmt"}, `return fmt.Errorf("wrapped: %w", err)`},
}

// A special error is one that people think means nothing, or something else.
var specialErrors = []struct {
	operator, name, condition string
	imports                   []string
}{
	{"special-case an empty text", "unlessEmpty", `err.Error() == ""`, nil},
	{"special-case io.EOF", "unlessEOF", "err == io.EOF", []string{"io"}},
	{"special-case context.Canceled", "unlessCanceled", "errors.Is(err, context.Canceled)", []string{"errors", "context"}},
}

// givenErrors changes an error on its way out.
func givenErrors(m *mutator, n ast.Node) {
	for _, e := range m.handedOn(n) {
		if !m.isError(e) || isNil(e) {
			continue
		}
		function := func(operator, name string, imports []string, body string) {
			m.around(operator, e, name+"(", ")", nilFor(name, imports, body))
		}
		if !m.isCall(e, "fmt", "Errorf") && !m.isCall(e, "errors", "New") { // these have words of their own, and unwrap
			for _, o := range otherErrors {
				function(o.operator, o.name, o.imports, o.body)
			}
		}
		if m.isMade(e) {
			continue // it is none of those that follow
		}
		for _, s := range specialErrors {
			function(s.operator, s.name, s.imports, "if "+s.condition+" {\n\t\treturn nil\n\t}\n\treturn err")
		}
	}
}

// isMade reports whether it is known what the error is: the package has made it, as
// all of its errors, or it is a context's.
func (m *mutator) isMade(e ast.Expr) bool {
	if !m.foreignErrors() || m.isCall(e, "fmt", "Errorf") || m.isCall(e, "errors", "New") {
		return true
	}
	if _, ok := m.contextOf(e); ok {
		return true
	}
	id, ok := e.(*ast.Ident)
	if !ok {
		return false
	}
	if v, ok := m.info.Uses[id].(*types.Var); ok && v.Parent() == v.Pkg().Scope() {
		return true
	}
	for _, n := range m.above { // if why := ctx.Err(); why != nil
		if s, ok := n.(*ast.IfStmt); ok && s.Init != nil {
			if a, ok := s.Init.(*ast.AssignStmt); ok && len(a.Lhs) == 1 && len(a.Rhs) == 1 && m.text(a.Lhs[0]) == id.Name {
				_, ok := m.contextOf(a.Rhs[0])
				return ok
			}
		}
	}
	return false
}

// foreignErrors reports whether an error can come to the package from outside of it.
func (m *mutator) foreignErrors() bool {
	found := false
	for _, f := range m.files {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			c, ok := n.(*ast.CallExpr)
			if !ok || found {
				return !found
			}
			_, isContext := m.contextOf(c)
			_, isPair := m.valueAndError(c)
			found = isPair || m.isError(c) && !isContext && called(c) != "Close" && !m.isOwn(c)
			return !found
		})
	}
	return found
}

// isOwn reports whether the call is one of a function of the package, or of one that
// only makes errors.
func (m *mutator) isOwn(c *ast.CallExpr) bool {
	var id *ast.Ident
	switch f := c.Fun.(type) {
	case *ast.Ident:
		id = f
	case *ast.SelectorExpr:
		id = f.Sel
	default:
		return false
	}
	f, ok := m.info.Uses[id].(*types.Func)
	return ok && f.Pkg() != nil && (f.Pkg().Path() == "reference" || f.Pkg().Path() == "errors" || f.Pkg().Path() == "fmt")
}

// looseConditions does not count special errors where it is asked whether there is
// one.
func looseConditions(m *mutator, n ast.Node) {
	b, ok := n.(*ast.BinaryExpr)
	if !ok || b.Op != token.EQL && b.Op != token.NEQ || !isNil(b.Y) || !m.isError(b.X) || m.isMade(b.X) {
		return
	}
	x := m.text(b.X)
	for _, s := range specialErrors {
		m.replace(s.operator, b.X.Pos(), b.X.End(), s.name+"("+x+")", nilFor(s.name, s.imports, "if "+s.condition+" {\n\t\treturn nil\n\t}\n\treturn err"))
	}
}

// nilFor declares a function that takes an error, and gives nil for nil.
func nilFor(name string, imports []string, body string) aid {
	return aid{imports, "func " + name + "(err error) error {\n\tif err == nil {\n\t\treturn nil\n\t}\n\t" + body + "\n}\n"}
}

// handedOn gives the expressions whose values go on to somebody else at this node:
// they are returned, assigned, sent, or become part of something.
func (m *mutator) handedOn(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.ReturnStmt:
		return n.Results
	case *ast.AssignStmt:
		if len(n.Lhs) == len(n.Rhs) {
			return n.Rhs
		}
	case *ast.SendStmt:
		return []ast.Expr{n.Value}
	case *ast.KeyValueExpr:
		return []ast.Expr{n.Value}
	case *ast.CompositeLit:
		var list []ast.Expr
		for _, e := range n.Elts {
			if _, ok := e.(*ast.KeyValueExpr); !ok {
				list = append(list, e)
			}
		}
		return list
	case *ast.CallExpr:
		if id, ok := n.Fun.(*ast.Ident); ok && id.Name == "panic" {
			return n.Args
		}
	}
	return nil
}
