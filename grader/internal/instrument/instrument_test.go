package instrument_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/internal/instrument"
)

const kit = "workbook/grader/check/point"

var imports = importer.Default()

// source instruments one file, and takes the head away that all have.
func source(t *testing.T, text string) (string, []instrument.Point) {
	t.Helper()
	out, points, err := instrument.Source([]instrument.File{{Name: "a.go", Data: []byte(text)}}, imports, kit)
	require.NoError(t, err)
	require.Len(t, out, 1)
	require.Equal(t, strings.Count(text, "\n"), strings.Count(string(out[0].Data), "\n"), "no line comes or goes:\n%s", out[0].Data)
	return strings.Replace(string(out[0].Data), `; import workbookPoint "`+kit+`"`, "", 1), points
}

func TestStatements(t *testing.T) {
	for name, c := range map[string]struct{ before, after string }{
		"a statement":           {"f()", "P0; f()"},
		"two on a line":         {"f(); f()", "P0; f(); P1; f()"},
		"a label":               {"L: for { break L }", "P0; L: for { P1; break L }"},
		"an increment":          {"n++", "P0; { workbookValue := n; P1; n = workbookValue + 1 }"},
		"a decrement":           {"n--", "P0; { workbookValue := n; P1; n = workbookValue - 1 }"},
		"with a constant":       {"n += 2 * 3", "P0; { workbookValue := n; P1; n = workbookValue + (2 * 3) }"},
		"with a value":          {"n -= f()", "P0; { workbookNext := f(); workbookValue := n; P1; n = workbookValue - workbookNext }"},
		"a read and a write":    {"n = g(n)", "P0; { workbookValue := g(n); P1; n = workbookValue }"},
		"append":                {"list = append(list, 1)", "P0; { workbookValue := append(list, 1); P1; list = workbookValue }"},
		"an element of a map":   {`m["k"]++`, `P0; { workbookValue := m["k"]; P1; m["k"] = workbookValue + 1 }`},
		"a field":               {"p.n++", "P0; { workbookValue := p.n; P1; p.n = workbookValue + 1 }"},
		"a write alone":         {"n = f()", "P0; n = f()"},
		"a call on the left":    {"at(1).n++", "P0; at(1).n++"},
		"a variable of its own": {"x := 1; x++; x += 2; x = g(x)", "P0; x := 1; P1; x++; P2; x += 2; P3; x = g(x)"},
		"a captured variable":   {"x := 1; func() { x++ }()", "P0; x := 1; P1; func() { P2; { workbookValue := x; P3; x = workbookValue + 1 } }()"},
		"an address":            {"x := 1; use(&x); x++", "P0; x := 1; P1; use(&x); P2; { workbookValue := x; P3; x = workbookValue + 1 }"},
		"a deferred call":       {"defer f()", "P0; defer f(); defer P1"},
		"a go statement":        {"go f()", "P0; go f()"},
		"a switch":              {"switch { case n > 1: f(); default: }", "P0; switch { case n > 1: P1; f(); default: }"},
		"a select":              {"select { case <-ch: f() }", "P0; select { case <-ch: P1; f() }"},
		"a comparison":          {"yes = yes == true", "P0; yes = yes == true"},
		"a type from outside":   {"small = small | 1<<n", "P0; small = small | 1<<n"},
		"nothing":               {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			const head = `package a

type node struct{ n int }
type truth bool

var n int
var small uint8
var list []int
var m map[string]int
var p *node
var ch chan int
var yes truth

func f() int { return 0 }
func g(int) int { return 0 }
func at(int) *node { return nil }
func use(*int) {}

func body() { `
			got, points := source(t, head+c.before+" }\n")
			_, got, _ = strings.Cut(got, "func body() { ")
			used := strings.Count(head, "return") // the points of what stands before
			for i := range points {
				got = strings.Replace(got, fmt.Sprintf("workbookPoint.At(%d)", i), fmt.Sprint("P", i-used), 1)
			}
			require.Equal(t, strings.TrimSpace(c.after+" }"), strings.TrimSpace(got))
		})
	}
}

// A point knows its line, and the names that are put in are nobody's.
func TestPoints(t *testing.T) {
	got, points := source(t, "package a\n\nvar workbookPoint, workbookValue int\n\nfunc f() {\n\tworkbookValue++\n\tworkbookPoint =\n\t\tworkbookPoint * 2\n}\n")
	require.Contains(t, got, `import workbookPoint_ "`)
	require.Contains(t, got, "{ workbookValue_ := workbookValue; workbookPoint_.At(1); workbookValue = workbookValue_ + 1 }")
	require.Equal(t, []instrument.Point{
		{File: "a.go", Line: 6, Column: 2}, {File: "a.go", Line: 6, Column: 2, Between: true},
		{File: "a.go", Line: 7, Column: 2}, {File: "a.go", Line: 7, Column: 2, Between: true},
	}, points)
}

// A file in which nothing runs stays as it is.
func TestNothingRuns(t *testing.T) {
	const text = "package a\n\nimport \"io\"\n\nvar out = io.Discard // no newline follows"
	got, points := source(t, text)
	require.Equal(t, text, got)
	require.Empty(t, points)
}

// Instrumented, a program does what it did.
func TestTricky(t *testing.T) {
	plain, err := os.ReadFile("testdata/tricky.txt")
	require.NoError(t, err)
	out, points, err := instrument.Source([]instrument.File{{Name: "tricky.go", Data: plain}}, imports, kit)
	require.NoError(t, err)
	require.Greater(t, len(points), 100)
	dir := t.TempDir()
	run := func(name string, text []byte) string {
		file := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(file, text, 0o600))
		var stderr bytes.Buffer
		cmd := exec.CommandContext(t.Context(), "go", "run", file)
		cmd.Stderr = &stderr
		printed, err := cmd.Output()
		require.NoError(t, err, "%s", stderr.Bytes())
		return string(printed)
	}
	require.Equal(t, run("plain.go", plain), run("points.go", out[0].Data))
}

// Whatever compiles does so with points as well.
func FuzzSource(f *testing.F) {
	f.Add([]byte("package a\n\nvar x, y = 1, \"\"\n\nfunc f() { x += len(y); defer f(); go func() { x++ }() }\n"))
	tricky, err := os.ReadFile("testdata/tricky.txt")
	require.NoError(f, err)
	f.Add(tricky)
	examples, err := filepath.Glob("../../../solutions/*/*.go")
	require.NoError(f, err)
	require.NotEmpty(f, examples)
	for _, e := range examples {
		if text, err := os.ReadFile(e); err == nil && !strings.HasSuffix(e, "_test.go") {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if checked(text) != nil || bytes.Contains(text, []byte("workbook/")) {
			return
		}
		out, _, err := instrument.Source([]instrument.File{{Name: "a.go", Data: text}}, imports, kit)
		require.NoError(t, err)
		// There is no export data of the kit here.
		changed := bytes.Replace(out[0].Data, []byte(kit), []byte("math/bits"), 1)
		changed = bytes.ReplaceAll(changed, []byte("workbookPoint.At("), []byte("workbookPoint.Len(0+"))
		require.NoError(t, checked(changed), "%s", out[0].Data)
	})
}

func checked(text []byte) error {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "a.go", text, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	_, err = (&types.Config{Importer: imports}).Check("a", fset, []*ast.File{file}, nil)
	return err
}
