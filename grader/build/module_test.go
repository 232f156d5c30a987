package build

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"workbook/grader/internal/names"
	"workbook/grader/jail"
	"workbook/grader/longtest"
)

// foreign is a course in a module whose name comes before the kit's, so that Go would
// initialise its packages first, and a kit that is no more than what hides something.
const foreign = `
-- course/go.mod --
module example.com/course

go 1.25

require workbook v0.0.0

replace workbook => ../kit
-- course/solutions/01_answer/answer.go --
package answer

import "os"

var seen = os.Getenv("WORKBOOK_TASK_FDS")

func Answer() string { return seen }
-- course/solutions/01_answer/answer_test.go --
package answer_test

import (
	"testing"

	answer "example.com/course/solutions/01_answer"
	_ "workbook/grader/check"
)

func TestAnswer(t *testing.T) { t.Errorf("seen: %q", answer.Answer()) }
-- kit/go.mod --
module workbook

go 1.25
-- kit/solutions/01_answer/answer.go --
package answer

func Answer() string { return "of another course" }
-- kit/grader/check/check.go --
package check

import _ "workbook/grader/check/before"
-- kit/grader/check/before/before.go --
package before

import "os"

func init() { os.Unsetenv("WORKBOOK_TASK_FDS") }
`

func unpackForeign(t *testing.T) (root string, spec func() Spec) {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, txtar.Write(txtar.Parse([]byte(foreign)), dir))
	root = filepath.Join(dir, "course")
	return root, func() Spec {
		return Spec{Root: root, Module: "example.com/course", Go: "go1.25", ID: "01_answer", Imports: []string{"os", "errors"}, Hidden: true, Temp: t.TempDir()}
	}
}

// What the kit hides is hidden before the submission's first line, whatever the
// course's module is called.
func TestTheKitComesBeforeASubmission(t *testing.T) {
	longtest.Skip(t, "it builds many times")
	root, spec := unpackForeign(t)
	tools, err := Find(t.Context(), root, "go1.25")
	require.NoError(t, err)
	secret := append(os.Environ(), "WORKBOOK_TASK_FDS=4 5")

	byHand := exec.Command("go", "test", "./solutions/01_answer")
	byHand.Dir, byHand.Env = root, secret
	out, err := byHand.CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(out), `seen: "4 5"`, "else this test shows nothing: Go goes by the names of the packages")

	h, err := tools.Harness(t.Context(), spec(), nil)
	require.NoError(t, err)
	reference, err := os.ReadFile(filepath.Join(root, "solutions", "01_answer", "answer.go"))
	require.NoError(t, err)
	for name, m := range makers {
		for _, file := range []string{"answer.go", "Workbook.go"} {
			t.Run(name+" "+file, func(t *testing.T) {
				b, err := h.compileWith(t.Context(), jail.Cell{}, m, []File{{Name: file, Data: reference}})
				require.NoError(t, err)
				defer b.Remove()
				inside, err := b.Inside(t.Context())
				require.NoError(t, err)
				cmd := exec.Command(inside)
				cmd.Env = secret
				out, err := cmd.CombinedOutput()
				require.Error(t, err)
				require.Contains(t, string(out), `seen: ""`)
			})
		}
	}
}

// A kit that hides nothing is none for a grader that relies on it.
func TestAKitMustHide(t *testing.T) {
	root, spec := unpackForeign(t)
	kit := filepath.Join(root, "..", "kit", "grader", "check")
	require.NoError(t, os.WriteFile(filepath.Join(kit, "check.go"), []byte("package check\n"), 0o600))
	tools, err := Find(t.Context(), root, "go1.25")
	require.NoError(t, err)
	_, err = tools.Harness(t.Context(), spec(), nil)
	require.ErrorContains(t, err, "the kit of another workbook")
}

// The module decides what is built, and so does the go.mod of one that replaces another.
func TestAHarnessIsKeptForItsModules(t *testing.T) {
	root, spec := unpackForeign(t)
	tools, err := Find(t.Context(), root, "go1.25")
	require.NoError(t, err)
	was := time.Now().Add(-time.Minute) // so that nothing looks as if it were being edited
	aged := func() {
		require.NoError(t, filepath.Walk(filepath.Dir(root), func(name string, _ os.FileInfo, err error) error {
			require.NoError(t, err)
			return os.Chtimes(name, was, was)
		}))
	}
	aged()
	found := func(s Spec) bool {
		return (&Harness{spec: s, toolchain: tools, packages: map[string]listed{}}).keeper().load()
	}
	_, err = tools.Harness(t.Context(), spec(), nil)
	require.NoError(t, err)
	require.True(t, found(spec()))

	for _, change := range []func(*Spec){
		func(s *Spec) { s.Module = "workbook" },
		func(s *Spec) { s.Go = "go1.26" },
	} {
		other := spec()
		change(&other)
		require.False(t, found(other), "%+v", other)
	}
	require.NoError(t, os.WriteFile(filepath.Join(root, "..", "kit", "go.mod"), []byte("module workbook\n\ngo 1.24\n"), 0o600))
	aged()
	require.False(t, found(spec()), "the kit is compiled in another language now")
}

func TestNamesOfASpec(t *testing.T) {
	s := Spec{Root: "/c", Module: "example.com/course", ID: "01_answer"}
	require.Equal(t, names.Names{Module: "example.com/course", Half: "exercises", ID: "01_answer"}, s.names())
	s.Hidden = true
	require.Equal(t, "example.com/course/solutions/01_answer", s.pkg())
	require.Equal(t, filepath.Join("/c", "solutions", "01_answer"), s.dir())
}
