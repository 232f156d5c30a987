package grader

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"strings"

	"workbook/grader/internal/contract"
	"workbook/grader/report"
)

// Who looks at a goroutine in an endless loop finds it in line 1 as often as not: to the
// jump back to the loop's begin the compiler gives no line of its own (go1.26, `go tool
// compile -S` of `for {}`). The trace knows the function, and the source its loops.

// lineless finds such a place, with the function: "exercises/02/echo.go:1 (in Echo.func1)".
var lineless = regexp.MustCompile(`([^\s"'()]+\.go):1 \(in ([^\s()]+)\)`)

// withLine gives a check whose message is about such a place the line of the loop.
func (w *work) withLine(c report.Check) report.Check {
	found := lineless.FindStringSubmatch(c.Message)
	if found == nil {
		return c
	}
	for _, f := range w.src.Files {
		if path.Base(found[1]) != f.Name {
			continue
		}
		line := endless(f.Data, found[2])
		if line == 0 {
			continue
		}
		c.Message = strings.ReplaceAll(c.Message, found[0], fmt.Sprintf("%s:%d", found[1], line))
		if c.Line == 1 {
			c.Line = line
		}
	}
	return c
}

// endless is the line of the loop in a function that has no end: of the one that does
// nothing but compute, when there is one, or else of the only one. Where that does not
// decide it is the function's line, and 0 when the source has no such function.
func endless(source []byte, function string) int {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", source, parser.SkipObjectResolution)
	if err != nil {
		return 0
	}
	for _, d := range file.Decls {
		decl, ok := d.(*ast.FuncDecl)
		if !ok || decl.Body == nil || !isPartOf(function, decl) {
			continue
		}
		line := func(n ast.Node) int { return fset.Position(n.Pos()).Line }
		all := endlessIn(decl.Body)
		var busy []ast.Node
		for _, loop := range all {
			if !mayWait(loop) {
				busy = append(busy, loop)
			}
		}
		switch {
		case len(busy) == 1:
			return line(busy[0])
		case len(all) == 1:
			return line(all[0])
		}
		return line(decl)
	}
	return 0
}

// isPartOf reports whether a function's name, as in "Handle.Join.func1", is that of what is
// declared, or of a function in it.
func isPartOf(function string, decl *ast.FuncDecl) bool {
	name := contract.NameOf(decl)
	return function == name || strings.HasPrefix(function, name+".")
}

// endlessIn are the loops of a body without a condition, be they made by for or by goto.
func endlessIn(body ast.Node) []ast.Node {
	var loops []ast.Node
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ForStmt:
			if n.Cond == nil {
				loops = append(loops, n)
			}
		case *ast.LabeledStmt:
			if jump, ok := n.Stmt.(*ast.BranchStmt); ok && jump.Tok == token.GOTO && jump.Label.Name == n.Label.Name {
				loops = append(loops, n)
			}
		}
		return true
	})
	return loops
}

// mayWait reports whether something in a loop may block: a call, or what channels do.
func mayWait(loop ast.Node) bool {
	waits := false
	ast.Inspect(loop, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr, *ast.SendStmt, *ast.SelectStmt:
			waits = true
		case *ast.UnaryExpr:
			waits = waits || n.Op == token.ARROW
		}
		return true
	})
	return waits
}
