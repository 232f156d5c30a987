// Package instrument puts yield points into the source of a submission: places at
// which a run under the kit may hand the processor to another goroutine.
//
//	files, points, err := instrument.Source(files, importer, kit)
//
// A submission that is built from the result does what it did before, but that at
// every point it calls [workbook/grader/check/point.At]. There is one before every
// statement, one before every deferred call that is about to run, and one between the
// two halves of a statement that reads shared memory and then writes it: x++ becomes
// a read, a point and a write.
//
// Everything is put in by editing the text, and no edit adds or takes away a line. So
// the lines of the result are those that the learner has written, and so is every
// message and every stack trace.
package instrument

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// A File is one source file.
type File struct {
	Name string // without a folder
	Data []byte
}

// A Point is where the processor may change hands: before what begins there.
type Point struct {
	File   string
	Line   int
	Column int // in bytes, from 1
	// Between says that the point is within a statement, after it has read what it is
	// about to write.
	Between bool
}

// Source gives the files with points in them. The argument of the call at each point
// is its index in points. kit is the import path of the package that has At. The files
// must compile; imp reads the types of what they import.
func Source(files []File, imp types.Importer, kit string) (out []File, points []Point, err error) {
	fset := token.NewFileSet()
	var parsed []*ast.File
	for _, f := range files {
		p, err := parser.ParseFile(fset, f.Name, f.Data, parser.SkipObjectResolution)
		if err != nil {
			return nil, nil, fmt.Errorf("reading the submission: %w", err)
		}
		parsed = append(parsed, p)
	}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{},
		Defs:  map[*ast.Ident]types.Object{},
		Uses:  map[*ast.Ident]types.Object{},
	}
	config := types.Config{Importer: imp}
	pkg, err := config.Check(kit+"/submission", fset, parsed, info)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the submission's types: %w", err)
	}
	names := freshNames(parsed)
	shared := sharedVariables(pkg, info, parsed)
	for i, f := range files {
		e := &editor{
			fset: fset, file: fset.File(parsed[i].Pos()), source: f.Data, name: f.Name,
			info: info, shared: shared, names: names, points: &points,
		}
		e.instrument(parsed[i], kit)
		out = append(out, File{Name: f.Name, Data: e.apply()})
	}
	return out, points, nil
}

// names are what the edits declare; the submission has none of them.
type names struct {
	kit         string // the import
	value, next string // what a split statement holds between its halves
}

func freshNames(files []*ast.File) names {
	taken := map[string]bool{}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				taken[id.Name] = true
			}
			return true
		})
	}
	fresh := func(name string) string {
		for taken[name] {
			name += "_"
		}
		taken[name] = true
		return name
	}
	return names{kit: fresh("workbookPoint"), value: fresh("workbookValue"), next: fresh("workbookNext")}
}

// An edit replaces the bytes from one offset to another.
type edit struct {
	from, to int
	text     string
}

// An editor collects the edits of one file.
type editor struct {
	fset   *token.FileSet
	file   *token.File
	source []byte
	name   string
	info   *types.Info
	shared map[types.Object]bool
	names  names
	points *[]Point
	edits  []edit
}

func (e *editor) offset(p token.Pos) int { return e.file.Offset(p) }

// text is the source between two places, as it was written.
func (e *editor) text(from, to token.Pos) string {
	return string(e.source[e.offset(from):e.offset(to)])
}

func (e *editor) insert(at token.Pos, text string) { e.replace(at, at, text) }

// replace puts text in the place of what stands there, and keeps its lines: they follow
// text, which must be one that goes on.
func (e *editor) replace(from, to token.Pos, text string) {
	text += strings.Repeat("\n", strings.Count(e.text(from, to), "\n")-strings.Count(text, "\n"))
	e.edits = append(e.edits, edit{e.offset(from), e.offset(to), text})
}

// apply gives the file with all edits. Those of one place come in the order in which
// they were made.
func (e *editor) apply() []byte {
	slices.SortStableFunc(e.edits, func(a, b edit) int { return cmp.Compare(a.from, b.from) })
	var out []byte
	done := 0
	for _, ed := range e.edits {
		out = append(append(out, e.source[done:ed.from]...), ed.text...)
		done = ed.to
	}
	return append(out, e.source[done:]...)
}

// call is a call of At for a new point.
func (e *editor) call(at token.Pos, between bool) string {
	p := e.fset.PositionFor(at, false)
	*e.points = append(*e.points, Point{File: e.name, Line: p.Line, Column: p.Column, Between: between})
	return fmt.Sprintf("%s.At(%d)", e.names.kit, len(*e.points)-1)
}

func (e *editor) instrument(f *ast.File, kit string) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			if n != nil {
				e.list(n.List)
			}
		case *ast.CaseClause:
			e.list(n.Body)
		case *ast.CommClause:
			e.list(n.Body)
		}
		return true
	})
	if len(e.edits) > 0 { // an import must be used
		e.insert(f.Name.End(), fmt.Sprintf("; import %s %q", e.names.kit, kit))
	}
}

// list puts points before the statements of a list. The clauses of a switch or select
// are no statements that run.
func (e *editor) list(stmts []ast.Stmt) {
	for _, s := range stmts {
		switch s.(type) {
		case *ast.CaseClause, *ast.CommClause, *ast.EmptyStmt:
			continue
		}
		e.insert(s.Pos(), e.call(s.Pos(), false)+"; ")
		switch s := s.(type) {
		case *ast.IncDecStmt:
			e.incDec(s)
		case *ast.AssignStmt:
			e.assign(s)
		case *ast.DeferStmt:
			// It runs just before the deferred call does, and so does a point there.
			e.insert(s.End(), "; defer "+e.call(s.Pos(), false))
		}
	}
}

// incDec splits x++.
func (e *editor) incDec(s *ast.IncDecStmt) {
	x := e.text(s.X.Pos(), s.X.End())
	if !e.reached(s.X) || !e.repeatable(s.X) || strings.Contains(x, "\n") {
		return
	}
	op := strings.TrimSuffix(s.Tok.String(), s.Tok.String()[:1])
	e.replace(s.Pos(), s.End(), fmt.Sprintf("{ %s := %s; %s; %s = %s %s 1 }",
		e.names.value, x, e.call(s.Pos(), true), x, e.names.value, op))
}

// assign splits x op= y, and x = f(x).
func (e *editor) assign(s *ast.AssignStmt) {
	if len(s.Lhs) != 1 || len(s.Rhs) != 1 || s.Tok == token.DEFINE {
		return
	}
	x, y := s.Lhs[0], s.Rhs[0]
	if !e.reached(x) || !e.repeatable(x) || strings.Contains(e.text(x.Pos(), x.End()), "\n") {
		return
	}
	left := e.text(x.Pos(), x.End())
	if s.Tok == token.ASSIGN {
		if !e.mentions(y, x) || !e.typed(y) {
			return
		}
		e.replace(s.Pos(), y.Pos(), "{ "+e.names.value+" := ")
		e.insert(y.End(), fmt.Sprintf("; %s; %s = %s }", e.call(s.Pos(), true), left, e.names.value))
		return
	}
	op := strings.TrimSuffix(s.Tok.String(), "=")
	if e.constant(y) {
		e.replace(s.Pos(), y.Pos(), fmt.Sprintf("{ %s := %s; %s; %s = %s %s (",
			e.names.value, left, e.call(s.Pos(), true), left, e.names.value, op))
		e.insert(y.End(), ") }")
		return
	}
	if !e.typed(y) {
		return
	}
	e.replace(s.Pos(), y.Pos(), "{ "+e.names.next+" := ")
	e.insert(y.End(), fmt.Sprintf("; %s := %s; %s; %s = %s %s %s }",
		e.names.value, left, e.call(s.Pos(), true), left, e.names.value, op, e.names.next))
}
