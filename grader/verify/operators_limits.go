package verify

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// The operators of this file set limits where the task knows none. A test that
// notices the widest one would notice each that is narrower.

// semaphores are how many may run at once.
var semaphores = []int{64, 1000}

// caps lets only so many goroutines work at the same time, and makes room for no
// more than that.
func caps(m *mutator, n ast.Node) {
	for _, limit := range semaphores {
		turns := aid{decl: fmt.Sprintf("var turns = make(chan struct{}, %d)\n", limit)}
		const take = "turns <- struct{}{}; defer func() { <-turns }(); "
		name := fmt.Sprintf("cap %d", limit)
		switch n := n.(type) {
		case *ast.GoStmt:
			if lit, ok := n.Call.Fun.(*ast.FuncLit); ok {
				m.replace(name, lit.Body.Lbrace+1, lit.Body.Lbrace+1, " "+take, turns)
			} else {
				m.around(name, n.Call, "func() { "+take, " }()", turns)
			}
		case *ast.CallExpr:
			if lit, ok := startsGoroutine(n); ok {
				m.replace(name, lit.Body.Lbrace+1, lit.Body.Lbrace+1, " "+take, turns)
			}
		}
	}
	c, ok := n.(*ast.CallExpr)
	if !ok || len(c.Args) != 2 || called(c) != "make" {
		return
	}
	if _, ok := c.Args[0].(*ast.ChanType); ok && m.info.Types[c.Args[1]].Value == nil {
		m.around("cap 64", c.Args[1], "min(", ", 64)")
	}
}

// aYear is longer than whatever a person would write, and takes no time where the
// clock is virtual.
const aYear = "365*24*time.Hour"

// deadlines gives each connection that is accepted a time limit.
func deadlines(m *mutator, n ast.Node) {
	for _, s := range statements(n) {
		a, ok := s.(*ast.AssignStmt)
		if !ok || len(a.Lhs) != 2 || len(a.Rhs) != 1 {
			continue
		}
		if c, ok := a.Rhs[0].(*ast.CallExpr); !ok || called(c) != "Accept" {
			continue
		}
		conn, err := m.text(a.Lhs[0]), m.text(a.Lhs[1])
		for _, what := range []string{"Read", "Write"} {
			m.around(what+" deadline", s, "", fmt.Sprintf("; if %s == nil { %s.Set%sDeadline(time.Now().Add(%s)) }", err, conn, what, aYear),
				aid{imports: []string{"time"}})
		}
	}
}

// waits gives up waiting after a time, or looks now and then instead of waiting.
func waits(m *mutator, n ast.Node) {
	clock := []string{"time"}
	switch n := n.(type) {
	case *ast.UnaryExpr:
		if n.Op != token.ARROW || m.isChoice(n) {
			return
		}
		m.replace("limit the wait", n.Pos(), n.End(), "atMost("+m.text(n.X)+")", aid{clock,
			"func atMost[T any](c <-chan T) (v T) {\n\tselect {\n\tcase v = <-c:\n\tcase <-time.After(" + aYear + "):\n\t}\n\treturn v\n}\n"})
		m.replace("poll", n.Pos(), n.End(), "poll("+m.text(n.X)+")", aid{clock,
			"func poll[T any](c <-chan T) T {\n\tfor {\n\t\tselect {\n\t\tcase v := <-c:\n\t\t\treturn v\n\t\tdefault:\n\t\t\ttime.Sleep(time.Millisecond)\n\t\t}\n\t}\n}\n"})
	case *ast.SendStmt:
		if m.isChoice(n) {
			return
		}
		m.around("limit the wait", n, "select { case ", ": case <-time.After("+aYear+"): }", aid{imports: clock})
		m.around("poll", n, "for sent := false; !sent; { select { case ", ": sent = true; default: time.Sleep(time.Millisecond) } }", aid{imports: clock})
	case *ast.CallExpr:
		if called(n) != "Wait" || len(n.Args) != 0 {
			return
		}
		m.replace("limit the wait", n.Pos(), n.End(), "atMost("+m.text(n.Fun)+")", aid{clock, "func atMost(wait func()) {\n" +
			"\tdone := make(chan struct{})\n\tgo func() { wait(); close(done) }()\n\tselect {\n\tcase <-done:\n\tcase <-time.After(" + aYear + "):\n\t}\n}\n"})
	case *ast.SelectStmt:
		for _, c := range n.Body.List {
			if c.(*ast.CommClause).Comm == nil {
				return // it does not wait
			}
		}
		m.replace("limit the wait", n.Body.Rbrace, n.Body.Rbrace, "case <-time.After("+aYear+"):\n", aid{imports: clock})
	}
}

// isChoice reports whether the node at hand is what a case of a select waits for, or
// a part of that.
func (m *mutator) isChoice(n ast.Node) bool {
	for i := len(m.above) - 1; i >= max(0, len(m.above)-2); i-- {
		if clause, ok := m.above[i].(*ast.CommClause); ok {
			return clause.Comm == n
		}
		n = m.above[i]
	}
	return false
}

// readers reads no more than 1 MiB.
func readers(m *mutator, n ast.Node) {
	c, ok := n.(*ast.CallExpr)
	if !ok {
		return
	}
	sig, ok := m.typeOf(c.Fun).(*types.Signature)
	if !ok {
		return
	}
	for i, arg := range c.Args {
		if i < sig.Params().Len() && sig.Params().At(i).Type().String() == "io.Reader" {
			m.around("io.LimitReader", arg, "io.LimitReader(", ", 1<<20)", aid{imports: []string{"io"}})
		}
	}
}
