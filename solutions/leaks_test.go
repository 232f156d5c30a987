package solutions_test

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"workbook/grader/course"
)

// How many tokens a function has before it is an answer, and not what any code of
// its kind has in common.
const telling = 30

// Nothing that a student release holds gives an answer away: no function of a
// solution that passes stands outside of solutions/, whatever its names, its
// comments and its texts are, be it source, a program in an archive, a block of a
// lesson, or a string in a test. What the exercise itself gives is no secret.
func TestNoAnswerOutside(t *testing.T) {
	root, err := filepath.Abs("..")
	require.NoError(t, err)
	c, err := course.Load(root)
	require.NoError(t, err)
	given := map[string]bool{}
	for _, e := range c.Exercises {
		for _, f := range functionsIn(t, c.ExerciseDir(e.ID)) {
			given[f.shape] = true
		}
	}
	answers := map[string]function{}
	for _, e := range c.Exercises {
		for _, f := range answersTo(t, c, e.ID) {
			if !given[f.shape] && f.tokens >= telling {
				answers[f.shape] = cmp.Or(answers[f.shape], f)
			}
		}
	}
	require.Greater(t, len(answers), 200, "the solutions have functions")
	read := 0
	outside(t, root, func(place string, data []byte) {
		read++
		for _, f := range functions(place, data) {
			// A lesson may show a part of an answer, and not what the task asks for.
			if of := answers[f.shape]; of.shape != "" && (of.asked || filepath.Ext(place) != ".md") {
				t.Errorf("%s gives an answer away, that of %s", f.place, of.place)
			}
		}
	})
	require.Greater(t, read, 200, "files are read")
}

// The search finds what it looks for, however it is dressed.
func TestAnswersAreRecognised(t *testing.T) {
	const answer = `package a

import "net"

// Serve serves.
func Serve(ln net.Listener, n int) error {
	for i := range n {
		conn, err := ln.Accept()
		if err != nil {
			return fmt.Errorf("accept %d: %w", i, err)
		}
		go answer(conn) // at once
	}
	return nil
}
`
	dressed := strings.NewReplacer("Serve", "Other", "ln", "listener", "conn", "c", "err ", "problem ", "err)", "problem)", "accept", "cannot", "answer", "reply", "// at once", "").Replace(answer)
	want := functions("a.go", []byte(answer))
	require.Len(t, want, 1)
	require.GreaterOrEqual(t, want[0].tokens, telling)
	body := dressed[strings.Index(dressed, "func"):]
	for name, data := range map[string]string{
		"a.go":      dressed,
		"b_test.go": "package b\n\nvar source = `" + dressed + "`\n",
		"c.go":      "package c\n\nvar source = " + strconv.Quote(body) + "\n",
		"d.txtar":   "Class: any\n\n-- a/b.go --\n" + dressed,
		"e.md":      "# A page\n\n```go\n" + body + "```\n\nWords.\n",
		"f.toml":    "hints = [\"a\", '''\nLike this:\n" + body + "''']\n",
		"g.go":      "package g\n\nfunc f() {\n\tserve := " + strings.Replace(body, "func Other", "func", 1) + "\n}\n",
	} {
		require.True(t, slices.ContainsFunc(functions(name, []byte(data)), func(f function) bool { return f.shape == want[0].shape }), name)
	}
	changed := strings.Replace(answer, "go answer", "answer", 1)
	require.NotEqual(t, want[0].shape, functions("a.go", []byte(changed))[0].shape)
}

// answersTo gives the functions of everything that passes an exercise.
func answersTo(t *testing.T, c *course.Course, id string) []function {
	t.Helper()
	all := functionsIn(t, c.SolutionDir(id))
	variants, err := c.SolutionVariants(id)
	require.NoError(t, err)
	for _, v := range variants {
		if v.Right {
			all = append(all, functionsIn(t, v.Dir)...)
		}
	}
	programs, err := filepath.Glob(filepath.Join("testdata", "honest", "*.txtar"))
	require.NoError(t, err)
	for _, name := range programs {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		if bytes.Contains(data, []byte("\nExercise: "+id+"\n")) {
			all = append(all, functions(filepath.ToSlash(name), data)...)
		}
	}
	return all
}

func functionsIn(t *testing.T, dir string) []function {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	require.NotEmpty(t, names)
	var all []function
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		place := filepath.Join(filepath.Base(filepath.Dir(name)), filepath.Base(name))
		all = append(all, functions(filepath.ToSlash(place), data)...)
	}
	return all
}

// outside calls f for every file of the tree that is not the instructor's.
func outside(t *testing.T, root string, f func(place string, data []byte)) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		place, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		place = filepath.ToSlash(place)
		switch {
		case place == "solutions", d.IsDir() && strings.HasPrefix(d.Name(), ".") && place != "." && place != ".ci":
			return fs.SkipDir
		case strings.HasPrefix(place, "exercises/") && strings.HasSuffix(place, ".go"):
			return nil // a learner's own answer, once there is one
		case !d.Type().IsRegular():
			return nil
		}
		if info, err := d.Info(); err != nil || info.Size() > 4<<20 {
			return err // the program, if somebody has built it here
		}
		data, err := os.ReadFile(name)
		if err == nil {
			f(place, data)
		}
		return err
	}))
}

// A function is what is left of one when names of its own, texts and comments are
// taken out.
type function struct {
	place  string
	shape  string
	tokens int
	asked  bool // it may be one that the task asks for: others can call it
}

var fence = regexp.MustCompile("(?ms)^```go[^\n]*\n(.*?)^```")

// functions finds the functions in a file of any kind.
func functions(place string, data []byte) []function {
	switch filepath.Ext(place) {
	case ".go":
		tree, fset := parse(string(data))
		if tree == nil {
			return loose(place, string(data))
		}
		return slices.Concat(inTree(place, fset, tree), inStrings(place, fset, tree))
	case ".md":
		var all []function
		for _, m := range fence.FindAllSubmatch(data, -1) {
			all = append(all, loose(place, string(m[1]))...)
		}
		return all
	case ".txtar", ".txt":
		var all []function
		archive := txtar.Parse(data)
		for _, f := range archive.Files {
			all = append(all, functions(place+":"+f.Name, f.Data)...)
		}
		return append(all, loose(place, string(archive.Comment))...)
	}
	return loose(place, string(data))
}

// loose finds the functions in text that need not be Go throughout: from each line
// that begins one, as far as it parses.
func loose(place, text string) []function {
	if tree, fset := parse(text); tree != nil {
		return inTree(place, fset, tree)
	}
	var all []function
	for from := 0; ; {
		i := strings.Index(text[from:], "func")
		if i < 0 {
			return all
		}
		from += i
		if tree, fset := parse(balanced(text[from:])); tree != nil {
			all = append(all, inTree(place, fset, tree)...)
		}
		from += len("func")
	}
}

// balanced cuts text after the brace that closes its first one.
func balanced(text string) string {
	fset := token.NewFileSet()
	var s scanner.Scanner
	s.Init(fset.AddFile("", -1, len(text)), []byte(text), func(token.Position, string) {}, 0)
	for depth := 0; ; {
		pos, tok, _ := s.Scan()
		switch tok {
		case token.LBRACE:
			depth++
		case token.RBRACE:
			if depth--; depth <= 0 {
				return text[:int(pos)]
			}
		case token.EOF:
			return text
		}
	}
}

// parse parses a file, declarations, or statements.
func parse(text string) (*ast.File, *token.FileSet) {
	for _, around := range [][2]string{{"", ""}, {"package p\n", ""}, {"package p\nfunc _() {\n", "\n}\n"}, {"package p\nvar _ = ", ""}} {
		fset := token.NewFileSet()
		if tree, err := parser.ParseFile(fset, "", around[0]+text+around[1], 0); err == nil {
			return tree, fset
		}
	}
	return nil, nil
}

// inStrings finds the functions in the strings of a Go file, with what is added up
// taken for one.
func inStrings(place string, fset *token.FileSet, tree *ast.File) []function {
	var all []function
	ast.Inspect(tree, func(n ast.Node) bool {
		x, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		text, ok := joined(x)
		if !ok {
			return true
		}
		if strings.Contains(text, "func") {
			all = append(all, loose(fmt.Sprintf("%s:%d", place, fset.Position(x.Pos()).Line), text)...)
		}
		return false
	})
	return all
}

func joined(x ast.Expr) (string, bool) {
	switch x := x.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(x.Value)
		return text, x.Kind == token.STRING && err == nil
	case *ast.BinaryExpr:
		a, okA := joined(x.X)
		b, okB := joined(x.Y)
		return a + b, x.Op == token.ADD && (okA || okB) // a name between two texts is left out
	}
	return "", false
}

// inTree gives the functions of a file, those without a name as well.
func inTree(place string, fset *token.FileSet, tree *ast.File) []function {
	var all []function
	ast.Inspect(tree, func(n ast.Node) bool {
		var body *ast.BlockStmt
		var typ *ast.FuncType
		asked := false
		switch n := n.(type) {
		case *ast.FuncDecl:
			body, typ, asked = n.Body, n.Type, n.Name.IsExported()
		case *ast.FuncLit:
			body, typ = n.Body, n.Type
		}
		if body != nil {
			shape, tokens := shapeOf(typ, body)
			all = append(all, function{fmt.Sprintf("%s:%d", place, fset.Position(n.Pos()).Line), shape, tokens, asked})
		}
		return true
	})
	return all
}

// shapeOf writes a function with a number for each name, in order, but for what is
// selected and what the language declares.
func shapeOf(typ *ast.FuncType, body *ast.BlockStmt) (string, int) {
	var b strings.Builder
	tokens, numbers := 0, map[string]int{}
	selected := map[*ast.Ident]bool{}
	write := func(n ast.Node) bool {
		switch n := n.(type) {
		case nil:
			b.WriteByte(')')
			return true
		case *ast.SelectorExpr:
			selected[n.Sel] = true
		case *ast.Ident:
			tokens++
			if selected[n] {
				fmt.Fprintf(&b, "(.%s", n.Name)
				return true
			}
			if numbers[n.Name] == 0 {
				numbers[n.Name] = len(numbers) + 1
			}
			fmt.Fprintf(&b, "(%d", numbers[n.Name])
			return true
		case *ast.BasicLit:
			tokens++
			if n.Kind == token.STRING {
				b.WriteString("(text")
			} else {
				b.WriteString("(" + n.Value)
			}
			return true
		}
		tokens++
		fmt.Fprintf(&b, "(%T%s", n, detail(n))
		return true
	}
	ast.Inspect(typ, write)
	ast.Inspect(body, write)
	return strings.ReplaceAll(b.String(), "*ast.", ""), tokens
}

// detail is what tells two nodes of one kind apart.
func detail(n ast.Node) string {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		return n.Op.String()
	case *ast.UnaryExpr:
		return n.Op.String()
	case *ast.AssignStmt:
		return n.Tok.String()
	case *ast.IncDecStmt:
		return n.Tok.String()
	case *ast.BranchStmt:
		return n.Tok.String()
	case *ast.GenDecl:
		return n.Tok.String()
	case *ast.ChanType:
		return strconv.Itoa(int(n.Dir))
	}
	return ""
}
