package build

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/jail"
)

// vouched is the shared harness, with somebody who vouches for all submissions.
func vouched(t *testing.T) *Harness {
	t.Helper()
	h := sharedHarness(t, false)
	spec := h.spec
	spec.Vouched, spec.Temp = true, t.TempDir()
	return &Harness{spec: spec, toolchain: h.toolchain, packages: h.packages, referee: h.referee, subject: h.subject, runtime: h.runtime}
}

// deferred is a function that no compiler inlines, so that its body is nothing of what the
// package exports.
const deferred = "func Answer() int { defer func() {}(); return "

func TestReuse(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the go command builds here")
	}
	h := vouched(t)
	reused := func() int {
		files, err := filepath.Glob(filepath.Join(h.reuseDir(), "*.a"))
		require.NoError(t, err)
		return len(files)
	}
	for _, step := range []struct {
		what, source string
		kept         int    // archives when it is built
		fails        string // the hidden test's message; empty: it passes
		refused      string // what the compiler says of the hidden test
	}{
		{what: "the first", source: deferred + "42 }", kept: 1},
		{what: "the same", source: deferred + "42 }", kept: 1},
		{what: "another body", source: deferred + "41 }", kept: 1, fails: "got 41"},
		{what: "what can be inlined stands in the export", source: "func Answer() int { return 40 }", kept: 2, fails: "got 40"},
		{what: "and so does what it returns", source: "func Answer() int { return 42 }", kept: 3},
		{what: "a changed type", source: "type N string\n\nfunc Answer() N { defer func() {}(); return N(\"42\") }", kept: 3, refused: "mismatched types"},
		{what: "a type of another size", source: "type N int8\n\nfunc Answer() N { defer func() {}(); return 41 }", kept: 4, fails: "got 41"},
	} {
		b, err := h.Compile(t.Context(), jail.Cell{}, source(step.source))
		require.NoError(t, err, step.what)
		inside, err := b.Inside(t.Context())
		if step.refused != "" {
			failed := new(Failure)
			require.ErrorAs(t, err, &failed, step.what)
			require.Contains(t, failed.Output, step.refused, step.what)
		} else {
			require.NoError(t, err, step.what)
			out, err := exec.Command(inside).CombinedOutput()
			if step.fails == "" {
				require.NoError(t, err, "%s: %s", step.what, out)
			} else {
				require.Error(t, err, step.what)
				require.Contains(t, string(out), step.fails, step.what)
			}
		}
		require.Equal(t, step.kept, reused(), step.what)
		b.Remove()
	}
}

func TestNothingIsReusedOfWhomNobodyVouchesFor(t *testing.T) {
	h := vouched(t)
	h.spec.Vouched = false
	b, err := h.Compile(t.Context(), jail.Cell{}, source(deferred+"42 }"))
	require.NoError(t, err)
	defer b.Remove()
	_, err = b.Inside(t.Context())
	require.NoError(t, err)
	_, err = os.Stat(h.reuseDir())
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestReuseIsBounded(t *testing.T) {
	var r reuse
	dir := filepath.Join(t.TempDir(), "reused")
	made := filepath.Join(t.TempDir(), "made.a")
	require.NoError(t, os.WriteFile(made, []byte("archive"), 0o600))
	for i := range 1000 {
		r.put(string(rune('a'+i%26))+string(rune(i)), made, dir)
	}
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, mostReused)
	require.Len(t, r.files, mostReused)
	require.Len(t, r.order, mostReused)
}

// Verify grades many solutions beside one another, and each of them several times: the one
// that is linked now may have been compiled first of all.
func TestNothingIsRemovedThatIsUsed(t *testing.T) {
	var r reuse
	dir := filepath.Join(t.TempDir(), "reused")
	made := filepath.Join(t.TempDir(), "made.a")
	require.NoError(t, os.WriteFile(made, []byte("archive"), 0o600))
	fill := func(from int) {
		for i := range mostReused {
			r.put(strconv.Itoa(from+i), made, dir)
		}
	}
	r.put("used", made, dir)
	path, first, ok := r.get("used")
	require.True(t, ok)
	again, second, ok := r.get("used")
	require.True(t, ok)
	require.Equal(t, path, again)

	fill(0)
	_, _, ok = r.get("used")
	require.False(t, ok, "others have its place")
	require.FileExists(t, path)
	first()
	require.FileExists(t, path, "the second one is at it")
	second()
	require.NoFileExists(t, path)

	_, done, ok := r.get("1") // asked for again, it is not the oldest any more
	require.True(t, ok)
	done()
	r.put("more", made, dir)
	r.put("and more", made, dir)
	_, _, ok = r.get("1")
	require.True(t, ok)
	_, _, ok = r.get("2")
	require.False(t, ok)
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, mostReused)
}

func TestExportOf(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.a")
	for _, text := range []string{"", "!<arch>\n", "no archive at all, and longer than what an archive begins with, by some"} {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		_, err := exportOf(file)
		require.Error(t, err, "%q", text)
	}
}
