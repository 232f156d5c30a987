package verify

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// mutate makes every mutant of one file. Some do not compile; whoever grades them
// will notice.
func mutate(name string, src []byte) ([]Mutant, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	m := &mutator{name: name, src: src, file: fset.File(file.Pos()), seen: map[string]bool{}}
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
			m.function(f.Type, f.Body)
			ast.Inspect(f.Body, m.node)
		}
	}
	slices.SortStableFunc(m.out, func(a, b Mutant) int { return cmp.Compare(a.Line, b.Line) })
	return m.out, nil
}

// A mutator collects the mutants of one file. Each is a piece of text in place of
// another, so that all else stays as its author wrote it.
type mutator struct {
	name string
	src  []byte
	file *token.File
	seen map[string]bool // the sources made so far: two operators may say the same
	out  []Mutant
}

// replace makes the mutant in which text stands in place of the source from begin
// to end.
func (m *mutator) replace(operator string, begin, end token.Pos, text string) {
	from, to := m.file.Offset(begin), m.file.Offset(end)
	if string(m.src[from:to]) == text {
		return
	}
	source := slices.Concat(m.src[:from], []byte(text), m.src[to:])
	if m.seen[string(source)] {
		return
	}
	m.seen[string(source)] = true
	// Whole lines are shown.
	left := bytes.LastIndexByte(m.src[:from], '\n') + 1
	right := to + bytes.IndexByte(append(m.src[to:len(m.src):len(m.src)], '\n'), '\n')
	m.out = append(m.out, Mutant{
		Operator: operator, File: m.name, Line: m.file.Line(begin),
		Before: string(m.src[left:right]),
		After:  string(source[left : right+len(text)-(to-from)]),
		source: source,
	})
}

func (m *mutator) text(n ast.Node) string {
	return string(m.src[m.file.Offset(n.Pos()):m.file.Offset(n.End())])
}

// node makes the mutants of one node.
func (m *mutator) node(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncLit:
		m.function(n.Type, n.Body)
	case *ast.BlockStmt:
		m.statements(n.List)
	case *ast.CaseClause:
		m.statements(n.Body)
	case *ast.CommClause:
		m.statements(n.Body)
	case *ast.SelectStmt:
		m.clauses(n.Body)
	case *ast.SwitchStmt:
		m.clauses(n.Body)
	case *ast.IfStmt:
		m.condition(n.Cond)
	case *ast.ForStmt:
		m.loop(n)
	case *ast.RangeStmt:
		m.replace("loop once", n.Body.Rbrace, n.Body.Rbrace, "break\n")
	case *ast.GoStmt:
		m.replace("drop go", n.Go, n.Call.Pos(), "")
	case *ast.DeferStmt:
		m.replace("drop defer", n.Defer, n.Call.Pos(), "")
	case *ast.BranchStmt:
		m.branch(n)
	case *ast.ReturnStmt:
		m.results(n)
	case *ast.CallExpr:
		m.call(n)
		m.startsGoroutine(n)
	case *ast.BinaryExpr:
		m.binary(n)
	case *ast.BasicLit:
		m.literal(n)
	case *ast.Ident:
		m.identifier(n)
	}
	return true
}

// function returns at once, where nothing is to be returned.
func (m *mutator) function(t *ast.FuncType, body *ast.BlockStmt) {
	if len(body.List) > 0 && (t.Results == nil || len(t.Results.List) == 0 || len(t.Results.List[0].Names) > 0) {
		m.replace("return at once", body.Lbrace+1, body.Lbrace+1, "return;")
	}
}

// statements drops each, and moves those that count a task into the task. A
// statement that is dropped stays in the source, where it is never reached, so
// that no variable and no import is unused for it.
func (m *mutator) statements(list []ast.Stmt) {
	for i, s := range list {
		switch s := s.(type) {
		case *ast.ExprStmt, *ast.SendStmt, *ast.IncDecStmt, *ast.GoStmt, *ast.DeferStmt, *ast.IfStmt, *ast.SelectStmt,
			*ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt:
			m.replace("drop statement", s.Pos(), s.End(), "if false {"+m.text(s)+"}")
		case *ast.ReturnStmt, *ast.BranchStmt:
			if i > 0 { // elsewhere the whole branch is dropped
				m.replace("drop statement", s.Pos(), s.End(), "if false {"+m.text(s)+"}")
			}
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE {
				m.replace("drop statement", s.Pos(), s.End(), "if false {"+m.text(s)+"}")
			}
		}
		if i+1 < len(list) {
			m.move(s, list[i+1])
		}
	}
}

// move takes wg.Add into the goroutine that is started after it, where it comes
// too late.
func (m *mutator) move(s, next ast.Stmt) {
	add, ok := s.(*ast.ExprStmt)
	if !ok {
		return
	}
	call, ok := add.X.(*ast.CallExpr)
	if !ok {
		return
	}
	if sel, ok := call.Fun.(*ast.SelectorExpr); !ok || sel.Sel.Name != "Add" {
		return
	}
	start, ok := next.(*ast.GoStmt)
	if !ok {
		return
	}
	if lit, ok := start.Call.Fun.(*ast.FuncLit); ok {
		between := string(m.src[m.file.Offset(add.End()) : m.file.Offset(lit.Body.Lbrace)+1])
		m.replace("move Add inside", add.Pos(), lit.Body.Lbrace+1, between+m.text(add)+";")
	}
}

// clauses drops each case: what it waits for is not looked at any more.
func (m *mutator) clauses(body *ast.BlockStmt) {
	if len(body.List) < 2 {
		return
	}
	for _, c := range body.List {
		m.replace("drop case", c.Pos(), c.End(), "")
	}
}

func (m *mutator) condition(cond ast.Expr) {
	text := m.text(cond)
	m.replace("negate condition", cond.Pos(), cond.End(), "!("+text+")")
	m.replace("always", cond.Pos(), cond.End(), "("+text+") || true")
	m.replace("never", cond.Pos(), cond.End(), "("+text+") && false")
}

func (m *mutator) loop(n *ast.ForStmt) {
	if n.Cond != nil {
		m.replace("negate condition", n.Cond.Pos(), n.Cond.End(), "!("+m.text(n.Cond)+")")
	}
	m.replace("loop once", n.Body.Rbrace, n.Body.Rbrace, "break\n")
}

func (m *mutator) branch(n *ast.BranchStmt) {
	switch n.Tok {
	case token.BREAK:
		m.replace("continue for break", n.Pos(), n.Pos()+token.Pos(len("break")), "continue")
	case token.CONTINUE:
		m.replace("break for continue", n.Pos(), n.Pos()+token.Pos(len("continue")), "break")
	}
}

// results gives nil for an error.
func (m *mutator) results(n *ast.ReturnStmt) {
	for _, r := range n.Results {
		switch r := r.(type) {
		case *ast.Ident:
			if r.Name == "true" || r.Name == "false" || r.Name == "nil" {
				continue // identifier has the first two
			}
			m.replace("return nil", r.Pos(), r.End(), "nil")
		case *ast.CallExpr, *ast.SelectorExpr, *ast.UnaryExpr:
			m.replace("return nil", r.Pos(), r.End(), "nil")
		}
	}
}

// call takes recover away, and the room out of channels and buffers.
func (m *mutator) call(n *ast.CallExpr) {
	name, ok := n.Fun.(*ast.Ident)
	switch {
	case !ok:
	case name.Name == "recover" && len(n.Args) == 0:
		m.replace("drop recover", n.Pos(), n.End(), "any(nil)")
	case name.Name == "make" && len(n.Args) >= 2:
		if _, ok := n.Args[0].(*ast.ChanType); ok {
			m.replace("shrink buffer", n.Args[1].Pos(), n.Args[1].End(), "0")
		} else {
			m.replace("shrink buffer", n.Args[1].Pos(), n.Args[1].End(), "1")
		}
	}
}

// startsGoroutine takes the goroutine out of wg.Go(func() { … }): what it is given
// runs on the spot, as when a go statement loses its word.
func (m *mutator) startsGoroutine(n *ast.CallExpr) {
	sel, ok := n.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Go" || len(n.Args) != 1 {
		return
	}
	if lit, ok := n.Args[0].(*ast.FuncLit); ok {
		m.replace("drop go", n.Pos(), n.End(), m.text(lit)+"()")
	}
}

// swapped are the operators that people mix up.
var swapped = map[token.Token]token.Token{
	token.EQL: token.NEQ, token.NEQ: token.EQL,
	token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR,
	token.LAND: token.LOR, token.LOR: token.LAND,
	token.ADD: token.SUB, token.SUB: token.ADD,
}

func (m *mutator) binary(n *ast.BinaryExpr) {
	if other, ok := swapped[n.Op]; ok {
		m.replace(fmt.Sprintf("%v for %v", other, n.Op), n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), other.String())
	}
}

// literal changes numbers, and what fmt.Errorf wraps.
func (m *mutator) literal(n *ast.BasicLit) {
	switch n.Kind {
	case token.INT:
		v, err := strconv.ParseInt(n.Value, 0, 64)
		if err != nil {
			return
		}
		m.replace("one more", n.Pos(), n.End(), strconv.FormatInt(v+1, 10))
		if v > 0 {
			m.replace("one less", n.Pos(), n.End(), strconv.FormatInt(v-1, 10))
		}
	case token.STRING:
		if strings.Contains(n.Value, "%w") {
			m.replace("unwrap", n.Pos(), n.End(), strings.ReplaceAll(n.Value, "%w", "%v"))
		}
	}
}

func (m *mutator) identifier(n *ast.Ident) {
	switch n.Name {
	case "true":
		m.replace("false for true", n.Pos(), n.End(), "false")
	case "false":
		m.replace("true for false", n.Pos(), n.End(), "true")
	}
}
