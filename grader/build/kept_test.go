package build

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A harness is made once, and found by the next Grader for as long as everything is
// as it was.
func TestAHarnessIsKept(t *testing.T) {
	root := unpack(t)
	tools, err := Find(t.Context(), root, "go1.26")
	require.NoError(t, err)
	spec := func() Spec {
		return Spec{Root: root, Module: "workbook", Go: "go1.26", ID: "01_answer", Imports: []string{"strings"}, Hidden: true, Temp: t.TempDir()}
	}
	// found is what is on disk alone.
	found := func() (*Harness, bool) {
		h := &Harness{spec: spec(), toolchain: tools, packages: map[string]listed{}}
		h.subject = true
		return h, h.keeper().load()
	}
	made := func() *Harness {
		h, err := tools.Harness(t.Context(), spec(), nil)
		require.NoError(t, err)
		return h
	}
	dir := filepath.Join(root, "solutions", "01_answer")
	aged := func(name string) { // so that it does not look as if it were being edited
		was := time.Now().Add(-time.Minute)
		require.NoError(t, os.Chtimes(name, was, was))
	}

	made()
	_, ok := found()
	require.False(t, ok, "its sources are seconds old: they may have changed while they were compiled")

	for _, pattern := range []string{"go.mod", "solutions/*/*.go", "solutions/*/*/*.go"} {
		names, err := filepath.Glob(filepath.Join(root, pattern))
		require.NoError(t, err)
		for _, name := range names {
			aged(name)
		}
	}
	first := made()
	second, ok := found()
	require.True(t, ok, "nothing has changed")
	require.Equal(t, first.packages, second.packages)
	require.Equal(t, first.runtime, second.runtime)
	require.FileExists(t, second.referee)
	require.NotEqual(t, first.referee, second.referee, "each has its own, and removes it")

	for name, change := range map[string]string{
		filepath.Join(dir, "answer_test.go"):             "package answer_test\n",
		filepath.Join(dir, "more_test.go"):               "package answer_test\n",
		filepath.Join(dir, "outside", "outside_test.go"): "package outside_test\n",
		filepath.Join(dir, "subject", "main.go"):         "package main\n\nfunc main() {}\n",
		filepath.Join(root, "go.mod"):                    "module workbook\n\ngo 1.26\n\n// changed\n",
	} {
		was, err := os.ReadFile(name)
		fresh := os.IsNotExist(err)
		require.NoError(t, os.WriteFile(name, []byte(change), 0o600))
		aged(name)
		_, ok = found()
		require.False(t, ok, "%s has changed", name)
		if fresh {
			require.NoError(t, os.Remove(name))
		} else {
			require.NoError(t, os.WriteFile(name, was, 0o600))
		}
		_, ok = found()
		require.True(t, ok, "%s is as it was", name)
	}

	list := second.keeper().list()
	data, err := os.ReadFile(list)
	require.NoError(t, err)
	for _, bad := range []string{"", "{", "{}", "[]", `{"Packages":{"x":{"Export":"/nowhere"}}}`} {
		require.NoError(t, os.WriteFile(list, []byte(bad), 0o600))
		_, ok = found()
		require.False(t, ok, "%q is no harness", bad)
	}
	require.NoError(t, os.WriteFile(list, data, 0o600))
	require.NoError(t, os.Remove(second.keeper().referee()))
	_, ok = found()
	require.False(t, ok, "the referee is gone")
}

func TestPrune(t *testing.T) {
	dir := t.TempDir()
	for i, name := range []string{"new", "old", "older"} {
		file := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(file, make([]byte, 100), 0o600))
		when := time.Now().Add(-time.Duration(i) * time.Hour)
		require.NoError(t, os.Chtimes(file, when, when))
	}
	prune(dir, 250)
	require.FileExists(t, filepath.Join(dir, "new"))
	require.FileExists(t, filepath.Join(dir, "old"))
	require.NoFileExists(t, filepath.Join(dir, "older"))
	prune(filepath.Join(dir, "nowhere"), 0)
}
