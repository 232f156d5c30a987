package verify

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// The operators of this file give another value, or a part of it.

// formats writes values in another way.
func formats(m *mutator, n ast.Node) {
	if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		unwrap(m, lit)
	}
	c, ok := n.(*ast.CallExpr)
	if !ok || !strings.HasSuffix(called(c), "f") {
		return
	}
	for i, arg := range c.Args {
		lit, ok := arg.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			continue
		}
		for j, at := range verbs(lit.Value) {
			if lit.Value[at] != 'v' {
				continue
			}
			with := func(verb string) string { return lit.Value[:at] + verb + lit.Value[at+1:] }
			m.replace("%q for %v", lit.Pos(), lit.End(), with("q"))
			if k := i + 1 + j; k < len(c.Args) && m.isAny(c.Args[k]) {
				m.replace("%s for %v", lit.Pos(), lit.End(), with("s"))
				m.around("cut the text", c.Args[k], "cut(", ")", aid{[]string{"fmt"}, "func cut(v any) string {\n\ts := fmt.Sprint(v)\n\treturn s[:min(len(s), 2000)]\n}\n"})
			}
		}
	}
}

// verbs are the places of the letters of a format that stand for its arguments.
func verbs(format string) []int {
	var at []int
	for i := 0; i+1 < len(format); i++ {
		if format[i] != '%' {
			continue
		}
		if i++; format[i] != '%' {
			at = append(at, i)
		}
	}
	return at
}

// otherValues take a value of a panic and give what people take for it.
var otherValues = []struct{ operator, name, body string }{
	{"text for value", "textOf", "if v == nil {\n\t\treturn nil\n\t}\n\treturn fmt.Sprint(v)"},
	{"text for error value", "errorText", "if err, ok := v.(error); ok {\n\t\treturn fmt.Sprint(err)\n\t}\n\treturn v"},
	{"nil for panic(nil)", "nilOf", "if fmt.Sprintf(\"%T\", v) == \"*runtime.PanicNilError\" {\n\t\treturn nil\n\t}\n\treturn v"},
	{"text for runtime error", "plain", "if _, ok := v.(interface{ RuntimeError() }); ok {\n\t\treturn fmt.Sprint(v)\n\t}\n\treturn v"},
}

// givenValues changes a value on its way out.
func givenValues(m *mutator, n ast.Node) {
	for _, e := range m.handedOn(n) {
		if !m.isAny(e) || isNil(e) {
			continue
		}
		for _, o := range otherValues {
			m.around(o.operator, e, o.name+"(", ")", aid{[]string{"fmt"}, "func " + o.name + "(v any) any {\n\t" + o.body + "\n}\n"})
		}
	}
}

// cuts gives only the beginning. Each is longer than the limits that people set
// without thinking, and no longer than what the tasks promise.
func cuts(m *mutator, n ast.Node) {
	if r, ok := n.(*ast.RangeStmt); ok {
		if _, ok := m.typeOf(r.X).Underlying().(*types.Slice); ok {
			x := m.text(r.X)
			m.replace("cap 64", r.X.Pos(), r.X.End(), x+"[:min(len("+x+"), 64)]")
		}
		return
	}
	list := m.handedOn(n)
	if c, ok := n.(*ast.CallExpr); ok {
		if id, isName := c.Fun.(*ast.Ident); !isName || id.Name != "append" {
			list = c.Args
		}
	}
	for _, e := range list {
		if _, ok := e.(*ast.BasicLit); ok || !isText(m.typeOf(e)) {
			continue
		}
		operator, limit := "cut 1 MiB", "1<<20"
		switch {
		case m.isCall(e, "runtime/debug", "Stack"):
			operator, limit = "cut 4096", "4096"
		case m.isWords(e):
			operator, limit = "cut 2000", "2000"
		}
		m.around(operator, e, "cut(", ")", aid{decl: "func cut[T ~string | ~[]byte](s T) T { return s[:min(len(s), " + limit + ")] }\n"})
	}
}

// isWords reports whether the expression is a text for people.
func (m *mutator) isWords(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return true
	case *ast.CallExpr:
		return called(e) == "Error" || m.isCall(e, "fmt", "Sprint", "Sprintf", "Sprintln")
	}
	return false
}

// isText reports whether the type is one of strings or of slices of bytes.
func isText(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Basic:
		return t.Info()&types.IsString != 0
	case *types.Slice:
		b, ok := t.Elem().Underlying().(*types.Basic)
		return ok && b.Kind() == types.Byte
	}
	return false
}

// isGiven reports whether what is called is no function of a package, but a value
// that the exercise was given.
func (m *mutator) isGiven(c *ast.CallExpr) bool {
	var id *ast.Ident
	switch f := c.Fun.(type) {
	case *ast.Ident:
		id = f
	case *ast.SelectorExpr:
		id = f.Sel
	default:
		return false
	}
	v, ok := m.info.Uses[id].(*types.Var)
	if !ok {
		return false
	}
	_, ok = v.Type().Underlying().(*types.Signature)
	return ok && v.Type().String() != "context.CancelFunc"
}

// valueAndError reports whether a call gives a value and an error, and writes the
// type of the value.
func (m *mutator) valueAndError(c *ast.CallExpr) (string, bool) {
	t, ok := m.typeOf(c).(*types.Tuple)
	if !ok || t.Len() != 2 || !types.Identical(t.At(1).Type(), types.Universe.Lookup("error").Type()) {
		return "", false
	}
	return types.TypeString(t.At(0).Type(), func(p *types.Package) string {
		if p.Path() == "reference" {
			return ""
		}
		return p.Name()
	}), true
}
