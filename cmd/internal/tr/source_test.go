package tr_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/report"
)

// A message is what the source says somewhere.
type message struct {
	one, many string // many is empty for a message about no number
	files     []string
}

// said are the messages of the whole program, in the order of the files and of their
// lines: the calls of this package, those of report.Words (a demo has them, too), the words
// that report has in tables, and what a service says to the program.
func said(t *testing.T) []*message {
	t.Helper()
	s := &source{t: t, known: make(map[string]*message)}
	eachFile(t, s.file, "cmd/workbook", "cmd/internal", "cmd/workbook-serve/internal/web", "grader/report", "grader/demo")
	for _, word := range report.Vocabulary() {
		s.add("grader/report", word, "")
	}
	for _, f := range report.Formats {
		s.add("grader/report/format.go", f.About, "")
	}
	return s.all
}

type source struct {
	t     *testing.T
	all   []*message
	known map[string]*message
}

// eachFile visits the files of the program in folders of the repository. path is where one
// is, and file its name from the repository's root.
func eachFile(t *testing.T, visit func(path, file string), dirs ...string) {
	t.Helper()
	root := filepath.Join("..", "..", "..")
	for _, dir := range dirs {
		require.NoError(t, filepath.WalkDir(filepath.Join(root, dir), func(path string, entry fs.DirEntry, err error) error {
			switch name := entry.Name(); {
			case err != nil:
				return err
			case entry.IsDir() && (name == "testdata" || name == "template" || name == "fake"):
				return filepath.SkipDir
			case entry.IsDir(), !strings.HasSuffix(name, ".go"), strings.HasSuffix(name, "_test.go"):
				return nil
			}
			file, err := filepath.Rel(root, path)
			if err == nil {
				visit(path, filepath.ToSlash(file))
			}
			return err
		}))
	}
}

func (s *source) file(path, file string) {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, path, nil, 0)
	require.NoError(s.t, err)
	own := tree.Name.Name == "tr"
	ast.Inspect(tree, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		at, says := saying(call, own)
		if !says {
			return true
		}
		where := fmt.Sprintf("%s:%d", file, set.Position(call.Pos()).Line)
		one, ok := literal(call.Args[at])
		if !ok && (own || file == "grader/demo/own.go") {
			return true // it passes on what it was given; a course's own demo translates that itself
		}
		require.True(s.t, ok, "%s: the message is not written here, so nobody can translate it", where)
		many := ""
		if at == 1 {
			many, ok = literal(call.Args[2])
			require.True(s.t, ok, "%s: the message about many is not written here", where)
		}
		if one == "" {
			s.t.Errorf("%s: an empty message", where)
		}
		s.add(file, one, many)
		return true
	})
}

// add notes a message.
func (s *source) add(file, one, many string) {
	m := s.known[one]
	if m == nil {
		m = &message{one: one, many: many}
		s.known[one] = m
		s.all = append(s.all, m)
	}
	if many != m.many && many != "" && m.many != "" {
		s.t.Errorf("%s: %q stands with %q here, and with %q elsewhere", file, one, many, m.many)
	}
	if m.many == "" {
		m.many = many
	}
	if n := len(m.files); n == 0 || m.files[n-1] != file {
		m.files = append(m.files, file)
	}
}

// saying reports whether a call says a message, and which of its arguments that is.
func saying(call *ast.CallExpr, own bool) (at int, ok bool) {
	name, of := "", ""
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		if own {
			name, of = fun.Name, "tr"
		}
	case *ast.SelectorExpr:
		name = fun.Sel.Name
		switch x := fun.X.(type) {
		case *ast.Ident:
			of = x.Name
		case *ast.SelectorExpr:
			of = x.Sel.Name
		}
	}
	words := of == "words" || of == "w" // of package report
	switch {
	case of != "tr" && !words:
	case name == "T", of == "tr" && (name == "Errorf" || name == "Error" || name == "Mark"):
		return 0, len(call.Args) > 0
	case name == "N":
		return 1, len(call.Args) > 2
	}
	return 0, false
}

// literal is a text that is written down, in one piece or in several.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		left, ok := literal(e.X)
		right, also := literal(e.Y)
		return left + right, ok && also && e.Op == token.ADD
	case *ast.ParenExpr:
		return literal(e.X)
	}
	return "", false
}
