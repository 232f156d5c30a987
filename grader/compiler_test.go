package grader

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/report"
)

// What the compiler says below a message is no mistake of its own.
func TestCompileProblems(t *testing.T) {
	require.Equal(t, []report.Problem{
		{File: "a/x.go", Line: 7, Column: 2, Message: "fmt redeclared in this block a/x.go:5:2: other declaration of fmt"},
		{File: "a/x.go", Line: 7, Column: 2, Message: `"fmt" imported and not used`},
	}, compileProblems("a/x.go:7:2: fmt redeclared in this block\n\ta/x.go:5:2: other declaration of fmt\n"+
		"a/x.go:7:2: \"fmt\" imported and not used\n"))
}

// FuzzCompilerOutput gives what reads the compiler's messages whatever there is: a
// submission has a say in them by its names. There is always a problem to tell, with
// a place in the submission or none, and no virtual name is left in it.
func FuzzCompilerOutput(f *testing.F) {
	for _, s := range []string{
		"", "\n", "solutions/02_spawned/echo.go:3:5: undefined: x\n\thave a\n\twant b\n", "echo.go:99999999999999999999:1: x",
		"solutions/02_spawned/echo.go:1: a\r\n", "/tmp/b/solutions/02_spawned/echo.go:1:2: (solutions/02_spawned/a b.go) solutions/02_spawned/echo_test.go:7: c",
		"a:1.go:2: x", ".go:1: ", "\t\n\t\n", "\xff.go:1: \x00", "exercises/02_spawned/solutions/02_spawned/x.go:1:1: x",
	} {
		f.Add(s)
	}
	d := display{root: "/srv/course", dir: "handed/in", virtual: virtualNames("02_spawned")}
	f.Fuzz(func(t *testing.T, s string) {
		named := d.named(s)
		if again := d.named(named); again != named {
			t.Fatalf("%q, then %q", named, again)
		}
		for _, found := range d.virtual.FindAllString(named, -1) {
			if !strings.HasSuffix(found, "_test.go") {
				t.Fatalf("%q is left in %q", found, named)
			}
		}
		problems := compileProblems(named)
		if len(problems) == 0 {
			t.Fatal("no problem to tell")
		}
		for _, p := range problems {
			if p.Line < 0 || p.Column < 0 || p.File != "" && !strings.HasSuffix(p.File, ".go") {
				t.Fatalf("a strange place: %+v", p)
			}
			if p.File == "" && p.Message == "" {
				t.Fatal("neither a place nor a message")
			}
		}
	})
}

// A := that is missing is one mistake, however often the name stands there.
func TestUndeclaredNamesAreSaidOnce(t *testing.T) {
	require.Equal(t, []report.Problem{
		{File: "a/x.go", Line: 20, Column: 3, Message: "undefined: conn", Hint: "One more place in this file has the same mistake."},
		{File: "a/x.go", Line: 20, Column: 9, Message: "undefined: err", Hint: "2 more places in this file have the same mistake."},
		{File: "a/y.go", Line: 1, Column: 1, Message: "undefined: err"},
	}, compileProblems("a/x.go:20:3: undefined: conn\na/x.go:20:9: undefined: err\na/x.go:21:6: undefined: err\n"+
		"a/x.go:24:6: undefined: err\na/x.go:27:6: undefined: conn\na/y.go:1:1: undefined: err\n"))
}
