package bench

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"

	"workbook/grader/course"
)

// saves makes edits of an exercise's reference, each another one.
type saves struct {
	id      string
	root    string // of the course
	half    string // the folder of the reference
	dir     string // the folder of the submission
	outside bool   // there are outside checks

	names  []string // of the files that are not edited
	edited string   // the name of the one that is
	source string
	body   int // where in it the first function's body begins
	count  int
}

func newSaves(c *course.Course, temp, id string) (*saves, error) {
	half := c.SolutionDir(id)
	s := &saves{id: id, root: c.Root, half: half, dir: filepath.Join(temp, id)}
	if info, err := os.Stat(filepath.Join(half, "outside")); err == nil {
		s.outside = info.IsDir()
	}
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return nil, err
	}
	all, err := filepath.Glob(filepath.Join(half, "*.go"))
	if err != nil {
		return nil, err
	}
	for _, file := range all {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		name := filepath.Base(file)
		if body, ok := firstBody(data); ok && s.edited == "" {
			s.edited, s.source, s.body = name, string(data), body
			continue
		}
		s.names = append(s.names, name)
		if err := os.WriteFile(filepath.Join(s.dir, name), data, 0o644); err != nil {
			return nil, err
		}
	}
	if s.edited == "" {
		return nil, errors.New("no function of the reference has a body to edit")
	}
	return s, nil
}

// firstBody gives the offset after the brace that opens the first function's body.
func firstBody(source []byte) (offset int, ok bool) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", source, parser.SkipObjectResolution)
	if err != nil {
		return 0, false
	}
	for _, d := range file.Decls {
		if f, is := d.(*ast.FuncDecl); is && f.Body != nil {
			return fset.Position(f.Body.Lbrace).Offset + 1, true
		}
	}
	return 0, false
}

// next saves the next edit. It moves all lines below the first function's head, by another
// number of lines than the one before did, and there is code in it that nobody has compiled.
func (s *saves) next() error { return s.save("") }

// broken saves an edit that does not compile.
func (s *saves) broken() error { return s.save("\nfunc broken() { return 1 }\n") }

func (s *saves) save(more string) error {
	s.count++
	text := s.source[:s.body] + strings.Repeat("\n", 1+s.count%7) + s.source[s.body:] +
		fmt.Sprintf("\nfunc edit%d(lines []string) []string { return append(lines, %q) }\n", s.count, fmt.Sprint(os.Getpid(), s.count)) + more
	return os.WriteFile(filepath.Join(s.dir, s.edited), []byte(text), 0o644)
}
