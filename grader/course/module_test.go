package course_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
)

func TestModule(t *testing.T) {
	for text, want := range map[string]course.Module{
		"module workbook\n\ngo 1.26.0\n":                                                {Path: "workbook", Go: "go1.26"},
		"module example.com/course // mine\n\ngo 1.27rc1\n\nunheard of this\n":          {Path: "example.com/course", Go: "go1.27"},
		"module (\n\t\"example.com/a b\"\n)\n":                                          {Path: "example.com/a b", Go: "go1.16"},
		"module zz\n\ngo 1.26\n\nrequire workbook v0.0.0\n\nreplace workbook => ../x\n": {Path: "zz", Go: "go1.26"},
	} {
		root := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(root, "go.mod"), []byte(text), 0o600))
		got, err := course.ReadModule(root)
		require.NoError(t, err, text)
		require.Equal(t, want, got)
	}
	for text, why := range map[string]string{
		"":                   "does not say what the module is called",
		"go 1.26\n":          "does not say what the module is called",
		"module a b\n":       "go.mod:1",
		"module a\n\ngo x\n": "go.mod:3",
	} {
		root := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(root, "go.mod"), []byte(text), 0o600))
		_, err := course.ReadModule(root)
		require.ErrorContains(t, err, why, text)
	}
	_, err := course.ReadModule(t.TempDir())
	require.ErrorIs(t, err, fs.ErrNotExist)
}
