package verify

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// The operators of this file change when, where and how often something is done.

// swapped swaps two statements that stand side by side, and two deferred calls of
// the same block.
func swapped(m *mutator, n ast.Node) {
	list := statements(n)
	if m.isChoices(n) {
		return
	}
	var deferred *ast.DeferStmt // the last one that was seen
	for i, b := range list {
		second, isDeferred := b.(*ast.DeferStmt)
		if isDeferred && deferred != nil {
			between := strings.TrimLeft(m.between(deferred, second), " \t\n")
			m.replace("swap deferred calls", deferred.Pos(), second.End(), between+m.text(second)+"\n"+m.text(deferred))
		}
		if i > 0 {
			a := list[i-1]
			if _, ok := a.(*ast.DeferStmt); !(ok && isDeferred) && !leaves(a) && !leaves(b) && !m.idle(a) && !m.idle(b) {
				m.replace("swap statements", a.Pos(), b.End(), m.text(b)+m.between(a, b)+m.text(a))
			}
		}
		if isDeferred {
			deferred = second
		}
	}
}

// isChoices reports whether the node holds the cases of a select, or of a switch that
// looks for one value: their order means nothing.
func (m *mutator) isChoices(n ast.Node) bool {
	if len(m.above) == 0 {
		return false
	}
	switch s := m.above[len(m.above)-1].(type) {
	case *ast.SelectStmt, *ast.TypeSwitchStmt:
		return true
	case *ast.SwitchStmt:
		return s.Tag != nil && n == s.Body
	}
	return false
}

// between is the source between two nodes.
func (m *mutator) between(a, b ast.Node) string {
	return string(m.source.text[m.file.Offset(a.End()):m.file.Offset(b.Pos())])
}

// leaves reports whether nothing after the statement is reached: to swap it is to
// drop its neighbour.
func leaves(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
		return true
	case *ast.ExprStmt:
		call, ok := s.X.(*ast.CallExpr)
		return ok && called(call) == "panic"
	}
	return false
}

// idle reports whether the statement does nothing but to make something new, which
// is the same earlier and later.
func (m *mutator) idle(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.DeclStmt:
		return true
	case *ast.AssignStmt:
		return s.Tok == token.DEFINE && !slices.ContainsFunc(s.Rhs, m.reads)
	}
	return false
}

// reads reports whether the value of an expression depends on when it is asked for.
func (m *mutator) reads(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false // it is not called here
		case *ast.CallExpr:
			name := called(n)
			found = found || name != "make" && name != "new"
		case *ast.SelectorExpr:
			found = found || m.info.Types[n].IsValue()
		case *ast.IndexExpr, *ast.StarExpr:
			found = true
		case *ast.UnaryExpr:
			found = found || n.Op == token.ARROW
		}
		return !found
	})
	return found
}

// signals are calls that nobody can tell from the same calls a little later, or
// without which everything stands still.
var signals = []string{"close", "Lock", "Unlock", "RLock", "RUnlock", "Add", "Done", "panic"}

// call gives the call that a statement is, unless it is a signal.
func call(s ast.Stmt) (*ast.CallExpr, bool) {
	var e ast.Expr
	switch s := s.(type) {
	case *ast.ExprStmt:
		e = s.X
	case *ast.AssignStmt:
		if s.Tok == token.DEFINE || len(s.Rhs) != 1 {
			return nil, false
		}
		e = s.Rhs[0]
	case *ast.DeferStmt:
		e = s.Call
	case *ast.GoStmt:
		e = s.Call
	}
	c, ok := e.(*ast.CallExpr)
	if !ok || slices.Contains(signals, called(c)) {
		return nil, false
	}
	return c, true
}

// inBackground does on a goroutine of its own what was waited for.
func inBackground(m *mutator, n ast.Node) {
	for _, s := range statements(n) {
		switch s := s.(type) {
		case *ast.SendStmt:
			m.around("in the background", s, "go func() { ", " }()")
		case *ast.ExprStmt, *ast.AssignStmt:
			_, isCall := call(s)
			if x, ok := s.(*ast.ExprStmt); ok && !isCall {
				_, isCall = x.X.(*ast.UnaryExpr) // a receive
			}
			if isCall {
				m.around("in the background", s, "go func() { ", " }()")
			}
		case *ast.DeferStmt:
			if c, ok := call(s); ok {
				m.around("in the background", c, "func() { go ", " }()")
			}
		}
	}
}

var counter = aid{[]string{"sync/atomic"}, "var calls atomic.Int64\n"}

// sometimes leaves some of the calls out.
func sometimes(m *mutator, n ast.Node) {
	for _, s := range statements(n) {
		_, isCall := call(s)
		if _, isSend := s.(*ast.SendStmt); !isCall && !isSend {
			continue
		}
		m.around("leave out the first", s, "if calls.Add(1) > 1 { ", " }", counter)
		m.around("leave out every other", s, "if calls.Add(1)%2 == 1 { ", " }", counter)
	}
}

// again does a second time what may be done once: it calls what it was given twice,
// and tries again what failed.
func again(m *mutator, n ast.Node) {
	for _, s := range statements(n) {
		if c, ok := call(s); ok && m.isGiven(c) {
			if _, ok := s.(*ast.GoStmt); !ok {
				m.around("call twice", s, m.text(s)+"; ", "")
			}
		}
	}
	c, ok := n.(*ast.CallExpr)
	if !ok || m.isCall(c, "fmt", "Print", "Printf", "Println", "Fprint", "Fprintf", "Fprintln") {
		return
	}
	first, ok := m.valueAndError(c)
	if !ok {
		return
	}
	m.around("retry", c, "retry(func() ("+first+", error) { return ", " })", aid{decl: "func retry[T any](f func() (T, error)) (v T, err error) {\n" +
		"\tfor range 3 {\n\t\tif v, err = f(); err == nil {\n\t\t\tbreak\n\t\t}\n\t}\n\treturn v, err\n}\n"})
}

// elsewhere runs what the exercise was given on another goroutine than the one that
// waits for it.
func elsewhere(m *mutator, n ast.Node) {
	for _, s := range statements(n) {
		c, ok := call(s)
		if !ok || !m.isGiven(c) {
			continue
		}
		switch s.(type) {
		case *ast.ExprStmt, *ast.AssignStmt:
			m.around("on another goroutine", s, "elsewhere(func() { ", " })", aid{decl: "func elsewhere(f func()) {\n\tdone := make(chan struct{})\n" +
				"\tgo func() {\n\t\tdefer close(done)\n\t\tf()\n\t}()\n\t<-done\n}\n"})
		}
	}
}
