// Package solutions_test looks after what the lessons show: every Go block of
// every lesson must compile, so that a learner who types it in is not let down.
//
// A block fenced as go has one of three forms:
//
//   - a whole file, which starts with its package clause;
//   - declarations, which start with their imports;
//   - statements, whose first line says what they stand on, and is hidden by
//     those who render a lesson.
//
// That line reads, with either part left out where there is nothing to say:
//
//	// snippet: imports "io", "net"; given conn net.Conn, n int
package solutions_test

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLessonCodeCompiles(t *testing.T) {
	lessons, err := filepath.Glob("../exercises/*/lesson.md")
	require.NoError(t, err)
	require.NotEmpty(t, lessons, "no lessons were found: is the test in the right folder?")

	var blocks []block
	for _, path := range lessons {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		found, err := goBlocks(filepath.ToSlash(path), string(text))
		require.NoError(t, err)
		blocks = append(blocks, found...)
	}
	require.NotEmpty(t, blocks, "no lesson has a Go block: have the fences changed?")
	for _, err := range compileBlocks(t, blocks) {
		t.Error(err)
	}
}

func TestLessonCompilerFindsMistakes(t *testing.T) {
	for _, tc := range []struct {
		name, code string
		want       string // part of the error; empty when the block is right
	}{
		{"a file", "package main\n\nfunc main() {}", ""},
		{"a file after a comment", "// Command x does nothing.\npackage main\n\nfunc main() {}", ""},
		{"declarations", "import \"net\"\n\nfunc f(c net.Conn) { c.Close() }", ""},
		{"declarations of the module", "import \"golang.org/x/sync/errgroup\"\n\nvar g errgroup.Group", ""},
		{"statements", "// snippet: imports \"net\"; given c net.Conn, n int\nc.Close()", ""},
		{"statements with a function type", "// snippet: imports \"net\"; given f func(net.Conn, int)\nf(nil, 1)", ""},
		{"statements on nothing", "// snippet:\nx := 1\n_ = x", ""},
		{"unknown name", "func f() { g() }", "lesson.md:4:12: undefined: g"},
		{"unknown name in statements", "// snippet: imports \"net\"; given c net.Conn\nc.Close()\nc.Shut()", "lesson.md:6:3: c.Shut undefined"},
		{"wrong type", "var n int = \"one\"", "lesson.md:4:13: cannot use"},
		{"unused variable", "// snippet:\nx := 1", "lesson.md:5:1: declared and not used: x"},
		{"unused import", "import \"net\"\n\nvar n int", "lesson.md:4:8: \"net\" imported and not used"},
		{"unused import of statements", "// snippet: imports \"net\"\nprintln()", "\"net\" imported and not used"},
		{"missing import", "func f(c net.Conn) {}", "undefined: net"},
		{"unknown package", "import \"no/such/things\"\n\nvar n things.T", "lesson.md:4"},
		{"a statement outside a function", "x := 1", "lesson.md:4:1: expected declaration"},
		{"a bad first line", "// snippet: import \"net\"\nprintln()", "lesson.md:4: the snippet line has a part that is neither"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			lesson := "# A page\n\n```go\n" + tc.code + "\n```\n\n```rust\nfn main() {}\n```\n"
			blocks, err := goBlocks("lesson.md", lesson)
			require.NoError(t, err)
			require.Len(t, blocks, 1)
			errs := compileBlocks(t, blocks)
			if tc.want == "" {
				require.Empty(t, errs)
				return
			}
			require.ErrorContains(t, errors.Join(errs...), tc.want)
		})
	}
}

func TestGoBlocksRefusesAnOpenFence(t *testing.T) {
	_, err := goBlocks("lesson.md", "# A page\n\n```go\nfunc f() {}\n")
	require.ErrorContains(t, err, "lesson.md:3")
}

// A block is one fenced Go block of a lesson.
type block struct {
	path string // of the lesson
	line int    // of the block's first line of code
	code string
}

// goBlocks returns the Go blocks of a lesson.
func goBlocks(path, lesson string) ([]block, error) {
	var blocks []block
	var code []string
	fence, start := "", 0 // fence is empty outside of a fenced block, else its info string
	for i, line := range strings.Split(lesson, "\n") {
		info, isFence := strings.CutPrefix(strings.TrimRight(line, " \r"), "```")
		switch {
		case !isFence:
			code = append(code, strings.TrimSuffix(line, "\r"))
		case start == 0:
			fence, start, code = strings.TrimSpace(info), i+1, nil
		default:
			if fence == "go" {
				blocks = append(blocks, block{path, start + 1, strings.Join(code, "\n")})
			}
			fence, start = "", 0
		}
	}
	if start != 0 {
		return nil, fmt.Errorf("%s:%d: this block is never closed", path, start)
	}
	return blocks, nil
}

// snippetMark starts the first line of a block of statements.
const snippetMark = "// snippet:"

// packageClause finds the package clause of a block that is a whole file.
var packageClause = regexp.MustCompile(`(?m)^package \w+`)

// source returns the block as a file that the compiler takes, with its positions
// mapped back to the lesson.
func (b block) source() (string, error) {
	first, rest, _ := strings.Cut(b.code, "\n")
	spec, isSnippet := strings.CutPrefix(first, snippetMark)
	switch {
	case packageClause.MatchString(b.code):
		return fmt.Sprintf("//line %s:%d:1\n%s\n", b.path, b.line, b.code), nil
	case !isSnippet:
		return fmt.Sprintf("package lesson\n\n//line %s:%d:1\n%s\n", b.path, b.line, b.code), nil
	}
	var imports, given string
	for part := range strings.SplitSeq(spec, ";") {
		part = strings.TrimSpace(part)
		if v, ok := strings.CutPrefix(part, "imports "); ok {
			imports = strings.ReplaceAll(v, ",", ";")
		} else if v, ok := strings.CutPrefix(part, "given "); ok {
			given = v
		} else if part != "" {
			return "", fmt.Errorf("%s:%d: the snippet line has a part that is neither imports nor given: %s", b.path, b.line, part)
		}
	}
	return fmt.Sprintf("package lesson\n\n//line %s:%d:1\nimport (%s); func _(%s) {\n//line %s:%d:1\n%s\n}\n",
		b.path, b.line, imports, given, b.path, b.line+1, rest), nil
}

// compileBlocks type-checks every block as a package of its own and returns what
// is wrong with them.
func compileBlocks(t *testing.T, blocks []block) []error {
	t.Helper()
	var errs []error
	fset := token.NewFileSet()
	var files []*ast.File
	wanted := map[string]bool{}
	for _, b := range blocks {
		src, err := b.source()
		if err != nil {
			errs = append(errs, err)
			continue
		}
		file, err := parser.ParseFile(fset, "", src, parser.SkipObjectResolution)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		for _, spec := range file.Imports {
			if path, err := strconv.Unquote(spec.Path.Value); err == nil {
				wanted[path] = true
			}
		}
		files = append(files, file)
	}

	imp := exportImporter(t, fset, wanted)
	for _, file := range files {
		conf := types.Config{
			GoVersion: "go1.26",
			Importer:  imp,
			Error:     func(err error) { errs = append(errs, err) },
		}
		_, _ = conf.Check("lesson", fset, []*ast.File{file}, nil) // told to conf.Error
	}
	return errs
}

// exportImporter imports the wanted packages from what the go command compiled,
// all of them in one call of it.
func exportImporter(t *testing.T, fset *token.FileSet, wanted map[string]bool) types.Importer {
	t.Helper()
	args := []string{"list", "-e", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}", "--"}
	for path := range wanted {
		args = append(args, path)
	}
	exports := map[string]string{}
	if len(wanted) > 0 {
		cmd := exec.Command("go", args...)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		require.NoError(t, err, "go list: %s", &stderr)
		for line := range strings.Lines(string(out)) {
			path, file, _ := strings.Cut(strings.TrimSpace(line), "\t")
			exports[path] = file
		}
	}
	return importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, fmt.Errorf("package %s does not compile or does not exist", path)
		}
		return os.Open(exports[path])
	})
}
