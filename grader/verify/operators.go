package verify

import (
	"fmt"
	"go/ast"
	"go/token"
	"strconv"
	"strings"
)

// The operators of this file leave things out and turn them round.

// dropped drops each statement. It stays in the source, where it is never reached,
// so that no variable and no import is unused for it. Words that start something
// are dropped as well.
func dropped(m *mutator, n ast.Node) {
	for i, s := range statements(n) {
		switch s := s.(type) {
		case *ast.ExprStmt, *ast.SendStmt, *ast.IncDecStmt, *ast.GoStmt, *ast.DeferStmt, *ast.IfStmt, *ast.SelectStmt,
			*ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt:
			m.around("drop statement", s, "if false {", "}")
		case *ast.ReturnStmt, *ast.BranchStmt:
			if i > 0 { // elsewhere the whole branch is dropped
				m.around("drop statement", s, "if false {", "}")
			}
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE {
				m.around("drop statement", s, "if false {", "}")
			}
		}
	}
	switch n := n.(type) {
	case *ast.GoStmt:
		m.replace("drop go", n.Go, n.Call.Pos(), "")
	case *ast.DeferStmt:
		m.replace("drop defer", n.Defer, n.Call.Pos(), "")
	case *ast.SelectStmt:
		dropCases(m, n.Body)
	case *ast.SwitchStmt:
		dropCases(m, n.Body)
	case *ast.CallExpr:
		// What wg.Go is given runs on the spot, as when a go statement loses its word.
		if lit, ok := startsGoroutine(n); ok {
			m.replace("drop go", n.Pos(), n.End(), m.text(lit)+"()")
		}
		if id, ok := n.Fun.(*ast.Ident); ok && id.Name == "recover" && len(n.Args) == 0 {
			m.replace("drop recover", n.Pos(), n.End(), "any(nil)")
		}
	}
}

// startsGoroutine gives the function that wg.Go(func() { … }) starts.
func startsGoroutine(n *ast.CallExpr) (*ast.FuncLit, bool) {
	sel, ok := n.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Go" || len(n.Args) != 1 {
		return nil, false
	}
	lit, ok := n.Args[0].(*ast.FuncLit)
	return lit, ok
}

// dropCases drops each case: what it waits for is not looked at any more.
func dropCases(m *mutator, body *ast.BlockStmt) {
	if len(body.List) < 2 {
		return
	}
	for _, c := range body.List {
		m.replace("drop case", c.Pos(), c.End(), "")
	}
}

// moved takes wg.Add into the goroutine that is started after it, where it comes
// too late.
func moved(m *mutator, n ast.Node) {
	list := statements(n)
	for i := range max(0, len(list)-1) {
		add, ok := list[i].(*ast.ExprStmt)
		if !ok {
			continue
		}
		if call, ok := add.X.(*ast.CallExpr); !ok || called(call) != "Add" {
			continue
		}
		start, ok := list[i+1].(*ast.GoStmt)
		if !ok {
			continue
		}
		if lit, ok := start.Call.Fun.(*ast.FuncLit); ok {
			between := string(m.source.text[m.file.Offset(add.End()) : m.file.Offset(lit.Body.Lbrace)+1])
			m.replace("move Add inside", add.Pos(), lit.Body.Lbrace+1, between+m.text(add)+";")
		}
	}
}

// shortened returns at once, where nothing is to be returned, and goes through a
// loop only once.
func shortened(m *mutator, n ast.Node) {
	atOnce := func(t *ast.FuncType, body *ast.BlockStmt) {
		if len(body.List) > 0 && (t.Results == nil || len(t.Results.List) == 0 || len(t.Results.List[0].Names) > 0) {
			m.replace("return at once", body.Lbrace+1, body.Lbrace+1, "return;")
		}
	}
	switch n := n.(type) {
	case *ast.FuncDecl:
		atOnce(n.Type, n.Body)
	case *ast.FuncLit:
		atOnce(n.Type, n.Body)
	case *ast.ForStmt:
		m.replace("loop once", n.Body.Rbrace, n.Body.Rbrace, "break\n")
	case *ast.RangeStmt:
		m.replace("loop once", n.Body.Rbrace, n.Body.Rbrace, "break\n")
	case *ast.BranchStmt:
		switch n.Tok {
		case token.BREAK:
			m.replace("continue for break", n.Pos(), n.Pos()+token.Pos(len("break")), "continue")
		case token.CONTINUE:
			m.replace("break for continue", n.Pos(), n.Pos()+token.Pos(len("continue")), "break")
		}
	}
}

// mixedUp are the operators that people mix up.
var mixedUp = map[token.Token]token.Token{
	token.EQL: token.NEQ, token.NEQ: token.EQL,
	token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR,
	token.LAND: token.LOR, token.LOR: token.LAND,
	token.ADD: token.SUB, token.SUB: token.ADD,
}

// inverted asks the opposite, or does not ask at all.
func inverted(m *mutator, n ast.Node) {
	switch n := n.(type) {
	case *ast.IfStmt:
		m.around("negate condition", n.Cond, "!(", ")")
		m.around("always", n.Cond, "(", ") || true")
		m.around("never", n.Cond, "(", ") && false")
	case *ast.ForStmt:
		if n.Cond != nil {
			m.around("negate condition", n.Cond, "!(", ")")
		}
	case *ast.BinaryExpr:
		if other, ok := mixedUp[n.Op]; ok {
			m.replace(fmt.Sprintf("%v for %v", other, n.Op), n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), other.String())
		}
	case *ast.Ident:
		switch n.Name {
		case "true":
			m.replace("false for true", n.Pos(), n.End(), "false")
		case "false":
			m.replace("true for false", n.Pos(), n.End(), "true")
		}
	}
}

// numbered changes numbers.
func numbered(m *mutator, n ast.Node) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.INT {
		return
	}
	v, err := strconv.ParseInt(lit.Value, 0, 64)
	if err != nil {
		return
	}
	m.replace("one more", lit.Pos(), lit.End(), strconv.FormatInt(v+1, 10))
	if v > 0 {
		m.replace("one less", lit.Pos(), lit.End(), strconv.FormatInt(v-1, 10))
	}
}

// returned gives nil for what is returned.
func returned(m *mutator, n ast.Node) {
	ret, ok := n.(*ast.ReturnStmt)
	if !ok {
		return
	}
	for _, r := range ret.Results {
		switch r := r.(type) {
		case *ast.Ident:
			if r.Name == "true" || r.Name == "false" || r.Name == "nil" {
				continue // inverted has the first two
			}
			m.replace("return nil", r.Pos(), r.End(), "nil")
		case *ast.CallExpr, *ast.SelectorExpr, *ast.UnaryExpr:
			m.replace("return nil", r.Pos(), r.End(), "nil")
		}
	}
}

// unbuffered takes the room out of channels and buffers.
func unbuffered(m *mutator, n ast.Node) {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) < 2 {
		return
	}
	if id, ok := call.Fun.(*ast.Ident); !ok || id.Name != "make" {
		return
	}
	room := "1"
	if _, ok := call.Args[0].(*ast.ChanType); ok {
		room = "0"
	}
	m.replace("shrink buffer", call.Args[1].Pos(), call.Args[1].End(), room)
}

// unwrap makes an error that has the words of another and does not wrap it.
func unwrap(m *mutator, lit *ast.BasicLit) {
	if strings.Contains(lit.Value, "%w") {
		m.replace("unwrap", lit.Pos(), lit.End(), strings.ReplaceAll(lit.Value, "%w", "%v"))
	}
}
