package verify

import (
	"bytes"
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"workbook/grader/internal/contract"
)

// mutants makes every mutant of the reference that compiles, and says how many did
// not.
func (r *reference) mutants() (all []Mutant, stillborn int) {
	for _, f := range r.files {
		m := &mutator{reference: r, source: f, file: r.fset.File(f.ast.Pos()), seen: map[string]bool{}}
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				m.in = contract.NameOf(fn)
				m.walk(fn)
			}
		}
		slices.SortStableFunc(m.out, func(a, b Mutant) int { return cmp.Compare(a.Line, b.Line) })
		all = append(all, m.out...)
		stillborn += m.stillborn
	}
	return all, stillborn
}

// A mutator collects the mutants of one file. Each is a piece of text in place of
// another, so that all else stays as its author wrote it.
type mutator struct {
	*reference
	source    *source
	file      *token.File
	in        string          // the function at hand
	above     []ast.Node      // what the node at hand stands in, the outermost first
	seen      map[string]bool // the sources made so far: two operators may say the same
	stillborn int
	out       []Mutant
}

// operators make the mutants of a node, if they can do something with it.
var operators = []func(m *mutator, n ast.Node){
	dropped, moved, shortened, inverted, numbered, returned, unbuffered,
	swapped, inBackground, sometimes, again, elsewhere,
	contextErrors, comparedErrors, givenErrors, looseConditions,
	formats, givenValues, cuts,
	caps, deadlines, waits, readers,
}

// walk makes the mutants of a node and of all that is in it.
func (m *mutator) walk(root ast.Node) {
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil {
			m.above = m.above[:len(m.above)-1]
			return true
		}
		for _, o := range operators {
			o(m, n)
		}
		m.above = append(m.above, n)
		return true
	})
}

// An aid is something that a mutant needs besides the piece of text: packages, and
// declarations at the end of the file.
type aid struct {
	imports []string
	decl    string
}

// mutantImports are the packages that mutants need, all of which every submission
// may import.
var mutantImports = []string{"context", "errors", "fmt", "io", "strings", "sync/atomic", "time"}

// replace makes the mutant in which text stands in place of the source from begin
// to end.
func (m *mutator) replace(operator string, begin, end token.Pos, text string, aids ...aid) {
	from, to := m.file.Offset(begin), m.file.Offset(end)
	src := m.source.text
	if string(src[from:to]) == text {
		return
	}
	changed := slices.Concat(src[:from], []byte(text), src[to:])
	changed = m.with(changed, aids)
	if m.seen[string(changed)] {
		return
	}
	m.seen[string(changed)] = true
	changed, ok := m.compiles(m.source.name, changed)
	if !ok {
		m.stillborn++
		return
	}
	// Whole lines are shown.
	left := bytes.LastIndexByte(src[:from], '\n') + 1
	right := to + bytes.IndexByte(append(src[to:len(src):len(src)], '\n'), '\n')
	m.out = append(m.out, Mutant{
		Operator: operator, File: m.source.name, Line: m.file.Line(begin), Function: m.in,
		Before: string(src[left:right]),
		After:  string(src[left:from]) + text + string(src[to:right]),
		source: changed,
	})
}

// around makes the mutant in which the node stands between two pieces of text.
func (m *mutator) around(operator string, n ast.Node, before, after string, aids ...aid) {
	m.replace(operator, n.Pos(), n.End(), before+m.text(n)+after, aids...)
}

// with adds what the aids need. No line of the file moves.
func (m *mutator) with(src []byte, aids []aid) []byte {
	var imports, decls strings.Builder
	for _, a := range aids {
		for _, pkg := range a.imports {
			if !m.imports(pkg) && !strings.Contains(imports.String(), `"`+pkg+`"`) {
				imports.WriteString(`; import "` + pkg + `"`)
			}
		}
		decls.WriteString("\n" + a.decl)
	}
	clause := m.file.Offset(m.source.ast.Name.End())
	return slices.Concat(src[:clause], []byte(imports.String()), src[clause:], []byte(decls.String()))
}

// imports reports whether the file imports the package already.
func (m *mutator) imports(pkg string) bool {
	return slices.ContainsFunc(m.source.ast.Imports, func(s *ast.ImportSpec) bool { return s.Path.Value == `"`+pkg+`"` })
}

func (m *mutator) text(n ast.Node) string {
	return string(m.source.text[m.file.Offset(n.Pos()):m.file.Offset(n.End())])
}

// statements gives the list of statements that a node is.
func statements(n ast.Node) []ast.Stmt {
	switch n := n.(type) {
	case *ast.BlockStmt:
		return n.List
	case *ast.CaseClause:
		return n.Body
	case *ast.CommClause:
		return n.Body
	}
	return nil
}

// typeOf gives the type of an expression, and a type that is no other's when the
// reference does not compile.
func (m *mutator) typeOf(e ast.Expr) types.Type {
	if t := m.info.TypeOf(e); t != nil {
		return t
	}
	return types.Typ[types.Invalid]
}

func (m *mutator) isError(e ast.Expr) bool {
	return types.Identical(m.typeOf(e), types.Universe.Lookup("error").Type())
}

// isAny reports whether the expression is of an interface type without methods.
func (m *mutator) isAny(e ast.Expr) bool {
	if _, ok := types.Unalias(m.typeOf(e)).(*types.TypeParam); ok {
		return false
	}
	i, ok := m.typeOf(e).Underlying().(*types.Interface)
	return ok && i.NumMethods() == 0 && i.NumEmbeddeds() == 0
}

func isNil(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "nil"
}

// called is the name of the function or method that is called, without what stands
// before its dot.
func called(n *ast.CallExpr) string {
	switch f := n.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// isCall reports whether the expression calls pkg.name.
func (m *mutator) isCall(e ast.Expr, pkg string, names ...string) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	obj := m.info.Uses[sel.Sel]
	return obj != nil && obj.Pkg() != nil && obj.Pkg().Path() == pkg && slices.Contains(names, obj.Name())
}
