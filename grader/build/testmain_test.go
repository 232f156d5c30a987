package build

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/jail"
	"workbook/grader/longtest"
)

// What the grader links with a submission is what a check needs, down to the main
// function.
func TestInsideProgramsAreShort(t *testing.T) {
	longtest.Skip(t, "it links many programs")
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	reference, err := os.ReadFile(filepath.Join(root, "solutions", "01_sequential", "echo.go"))
	require.NoError(t, err)
	tc, err := Find(t.Context(), root, "go1.26")
	require.NoError(t, err)
	h, err := tc.Harness(t.Context(), Spec{Root: root, Module: "workbook", Go: "go1.26", ID: "01_sequential", Hidden: true, Temp: t.TempDir()}, nil)
	require.NoError(t, err)
	b, err := h.compileWith(t.Context(), jail.Cell{}, direct{}, []File{{Name: "echo.go", Data: reference}})
	require.NoError(t, err)
	defer b.Remove()
	inside, err := b.Inside(t.Context())
	require.NoError(t, err)
	out, err := exec.Command(inside, "-test.run=^TestListenerClosed$", "-test.v").CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Contains(t, string(out), "--- PASS: TestListenerClosed")
	program, err := os.ReadFile(inside)
	require.NoError(t, err)
	require.True(t, bytes.Contains(program, []byte("workbook/grader/check.Run")), "functions have names")
	for _, path := range []string{"os/exec.", "internal/fuzz.", "go/parser.", "compress/gzip.", "regexp.", "workbook/grader/jail."} {
		require.False(t, bytes.Contains(program, []byte(path)), "%s is linked", path)
	}
}
