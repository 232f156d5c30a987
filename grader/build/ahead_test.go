package build

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/jail"
)

// What is compiled ahead serves every submission that it fits, is never another one than
// the reference's, and is not needed.
func TestTheMainPackageIsCompiledAhead(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the go command builds here")
	}
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	reference, err := os.ReadFile(filepath.Join(root, "solutions", "01_sequential", "echo.go"))
	require.NoError(t, err)
	tc, err := Find(t.Context(), root, "go1.26")
	require.NoError(t, err)
	spec := Spec{
		Root: root, Module: "workbook", Go: "go1.26", ID: "01_sequential", Hidden: true,
		Imports: []string{"unicode/utf16"}, Temp: t.TempDir(),
	}
	h, err := tc.Harness(t.Context(), spec, nil)
	require.NoError(t, err)
	require.NotNil(t, h.main)
	kept := func() string {
		files, err := filepath.Glob(filepath.Join(h.reuseDir(), "*"))
		require.NoError(t, err)
		require.Len(t, files, 1)
		data, err := os.ReadFile(files[0])
		require.NoError(t, err)
		return string(data)
	}
	require.Equal(t, string(h.main.Data), kept())

	edited := slices.Concat(reference, []byte("\n// An edit.\n\nfunc another() { defer func() {}() }\n"))
	more := []byte("package echo\n\nimport _ \"unicode/utf16\"\n")
	for _, c := range []struct {
		what     string
		files    []File
		compiled bool
	}{
		{"the reference", []File{{"echo.go", reference}}, false},
		{"with other functions", []File{{"echo.go", edited}}, false},
		{"with other imports", []File{{"echo.go", reference}, {"more.go", more}}, true},
		{"the reference again", []File{{"echo.go", reference}}, false},
	} {
		b, err := h.Compile(t.Context(), jail.Cell{}, c.files)
		require.NoError(t, err, c.what)
		inside, err := b.Inside(t.Context())
		require.NoError(t, err, c.what)
		_, err = os.Stat(filepath.Join(b.dir, "inside_main.a"))
		require.Equal(t, c.compiled, err == nil, c.what)
		out, err := exec.Command(inside, "-test.run=^TestListenerClosed$", "-test.v").CombinedOutput()
		require.NoError(t, err, "%s: %s", c.what, out)
		require.Contains(t, string(out), "--- PASS: TestListenerClosed", c.what)
		require.Equal(t, string(h.main.Data), kept(), "%s: no submission adds to what the next one is made with", c.what)
		b.Remove()
	}
}

func TestWhatIsCompiledAheadAndDamagedIsNotUsed(t *testing.T) {
	main := aheadMain{Of: "inside x", Data: []byte("archive")}
	h := &Harness{spec: Spec{Temp: t.TempDir()}, main: &main}
	h.useAhead()
	require.Nil(t, h.main)
	_, ok := h.ahead.get("inside x")
	require.False(t, ok)
}
