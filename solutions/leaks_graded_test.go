package solutions_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/jail"
	"workbook/grader/longtest"
	"workbook/grader/policy"
)

// outsideADay is how many programs of the shape of an answer are graded a day.
const outsideADay = 2

var everything = flag.Bool("everything", false, "grade all that has the shape of an answer, and not only the day's share")

// What stands outside of solutions/ and has the shape of an answer, in whatever
// style, is handed in and graded: none passes. Functions of the kit's tests are
// servers, and one of them may be right by accident. Each run of the tests does so with
// some of them, other ones each day; with all of them does
//
//	WORKBOOK_LONG=1 go test ./solutions -run TestNothingOutsidePasses -everything -timeout 0
func TestNothingOutsidePasses(t *testing.T) {
	longtest.Skip(t, "it grades")
	root, err := filepath.Abs("..")
	require.NoError(t, err)
	c, err := course.Load(root)
	require.NoError(t, err)
	g, err := grader.New(c, grader.Options{Level: jail.L1}) // it is this repository's own code
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, g.Close()) })
	var subs []grader.Submission
	var places, sources []string
	for _, e := range c.Exercises {
		wanted := stubOf(t, c, e)
		outside(t, root, func(place string, data []byte) {
			if filepath.Ext(place) != ".go" {
				return
			}
			for _, source := range wanted.candidates(data) {
				src := &policy.Source{Files: []policy.File{{Name: "a.go", Data: source}}}
				syntax, refusals := policy.Check(src, policy.Rules{Package: e.Package, Imports: e.Imports})
				if len(syntax)+len(refusals) > 0 {
					continue
				}
				dir := filepath.Join(t.TempDir(), e.ID)
				require.NoError(t, os.Mkdir(dir, 0o700))
				require.NoError(t, os.WriteFile(filepath.Join(dir, e.Files[0]), source, 0o600))
				subs = append(subs, grader.Submission{Exercise: e.ID, Dir: dir})
				places, sources = append(places, place), append(sources, string(source))
			}
		})
	}
	require.NotEmpty(t, subs, "the kit's own tests have servers of that shape")
	first, n := int(time.Now().Unix()/int64((24*time.Hour).Seconds()))*outsideADay, outsideADay
	if *everything {
		n = len(subs)
	}
	for k := range min(n, len(subs)) {
		i := (first + k) % len(subs)
		s := subs[i]
		ctx, enough := context.WithCancel(t.Context())
		rep, err := g.Grade(ctx, grader.Request{Submissions: []grader.Submission{s}, Race: grader.RaceOff}, func(e grader.Event) {
			if check, ok := e.(grader.CheckFinished); ok && check.Check.Verdict.Failed() {
				enough() // the first one tells; the others could take long
			}
		})
		if ctx.Err() == nil {
			require.NoError(t, err)
			require.Len(t, rep.Exercises, 1)
			require.True(t, rep.Exercises[0].Verdict.Failed(), "%s holds an answer to %s, or none that can be graded:\n%s\n%+v", places[i], s.Exercise, sources[i], rep.Exercises[0].Message)
		}
		enough()
	}
	t.Logf("%d of %d programs of the shape of an answer, none of which passes", min(n, len(subs)), len(subs))
}

// A stub is what an exercise asks for.
type stub struct {
	pkg   string
	names []string // of functions and types that others can use
	only  string   // the signature, when all that is asked for is one function
}

func stubOf(t *testing.T, c *course.Course, e *course.Exercise) stub {
	t.Helper()
	s := stub{pkg: e.Package}
	for _, name := range e.Files {
		// The reference has the same names, and nobody edits it.
		tree, err := parser.ParseFile(token.NewFileSet(), filepath.Join(c.SolutionDir(e.ID), name), nil, 0)
		require.NoError(t, err)
		for name, decl := range declarations(tree) {
			if !ast.IsExported(name) {
				continue
			}
			s.names = append(s.names, name)
			if f, ok := decl[0].(*ast.FuncDecl); ok && f.Type.TypeParams == nil {
				s.only = signature(f)
			}
		}
	}
	require.NotEmpty(t, s.names)
	if len(s.names) > 1 {
		s.only = ""
	}
	return s
}

// candidates gives the programs in a file that have the shape of an answer, each
// with what it needs and nothing else.
func (s stub) candidates(data []byte) [][]byte {
	tree, err := parser.ParseFile(token.NewFileSet(), "", data, 0)
	if err != nil {
		return nil
	}
	decls := declarations(tree)
	var all [][]byte
	if !slices.ContainsFunc(s.names, func(name string) bool { return decls[name] == nil }) {
		all = append(all, s.program(tree, decls, s.names, ""))
	}
	for _, name := range slices.Sorted(maps.Keys(decls)) { // in an order that keeps to the days
		decl := decls[name]
		f, ok := decl[0].(*ast.FuncDecl)
		if ok && s.only != "" && f.Type.TypeParams == nil && signature(f) == s.only && name != s.names[0] {
			all = append(all, s.program(tree, decls, []string{name}, s.names[0]))
		}
	}
	return all
}

// program writes the declarations that roots need, themselves among them. The one
// root is called as, unless that is empty.
func (s stub) program(tree *ast.File, decls map[string][]ast.Node, roots []string, as string) []byte {
	needed, used := map[string]bool{}, map[string]bool{}
	var need func(name string)
	need = func(name string) {
		if needed[name] || decls[name] == nil {
			return
		}
		needed[name] = true
		for _, d := range decls[name] {
			ast.Inspect(d, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					used[id.Name] = true
					need(id.Name)
				}
				return true
			})
		}
	}
	for _, name := range roots {
		need(name)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "package %s\n", s.pkg)
	for _, spec := range tree.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		if spec.Name == nil && used[path[strings.LastIndex(path, "/")+1:]] || spec.Name != nil && used[spec.Name.Name] {
			name := ""
			if spec.Name != nil {
				name = spec.Name.Name
			}
			fmt.Fprintf(&b, "import %s %s\n", name, spec.Path.Value)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(needed)) {
		for _, d := range decls[name] {
			b.WriteByte('\n')
			switch d := d.(type) {
			case *ast.TypeSpec:
				b.WriteString("type ")
			case *ast.FuncDecl:
				if d.Name.Name == as || as != "" && name == roots[0] {
					renamed := *d
					renamed.Name = ast.NewIdent(as)
					format.Node(&b, token.NewFileSet(), &renamed)
					b.WriteByte('\n')
					continue
				}
			}
			format.Node(&b, token.NewFileSet(), d)
			b.WriteByte('\n')
		}
	}
	return b.Bytes()
}

// declarations gives what a file declares, by name: with a type its methods.
func declarations(tree *ast.File) map[string][]ast.Node {
	all := map[string][]ast.Node{}
	for _, decl := range tree.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			name := decl.Name.Name
			if decl.Recv != nil && len(decl.Recv.List) == 1 {
				name = receiver(decl.Recv.List[0].Type)
			}
			all[name] = append(all[name], decl)
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					all[spec.Name.Name] = slices.Insert(all[spec.Name.Name], 0, ast.Node(spec))
				case *ast.ValueSpec:
					for _, id := range spec.Names {
						if id.Name != "_" {
							all[id.Name] = append(all[id.Name], &ast.GenDecl{Tok: decl.Tok, Specs: []ast.Spec{spec}})
						}
					}
				}
			}
		}
	}
	return all
}

func receiver(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.StarExpr:
		return receiver(x.X)
	case *ast.IndexExpr:
		return receiver(x.X)
	case *ast.IndexListExpr:
		return receiver(x.X)
	case *ast.Ident:
		return x.Name
	}
	return ""
}

// signature writes what a function takes and gives, without names.
func signature(f *ast.FuncDecl) string {
	if f.Recv != nil {
		return ""
	}
	var parts []string
	for _, list := range []*ast.FieldList{f.Type.Params, f.Type.Results} {
		parts = append(parts, ":")
		if list == nil {
			continue
		}
		for _, field := range list.List {
			for range max(len(field.Names), 1) {
				parts = append(parts, types.ExprString(field.Type))
			}
		}
	}
	return strings.Join(parts, " ")
}
