package grader

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
)

// A grader that runs for hours must not go on with hidden tests of yesterday.
func TestHarnessBelongsToTheHiddenSources(t *testing.T) {
	h := newHarnesses(&course.Course{Root: t.TempDir()}, course.Module{}, nil, "", nil)
	write := func(name, text string) {
		file := filepath.Join(h.course.Root, "solutions", name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	}
	write("01_answer/answer_test.go", "package answer_test")
	write("internal/shared/shared.go", "package shared")
	before := h.key("01_answer", false)
	require.Equal(t, before, h.key("01_answer", false))
	require.NotEqual(t, before, h.key("01_answer", true))

	for _, name := range []string{"02_other/other_test.go", "01_answer/testdata/right/a/answer.go", "internal/notes.md"} {
		write(name, "package other")
		require.Equal(t, before, h.key("01_answer", false), "%s is no part of the harness", name)
	}
	for _, name := range []string{"01_answer/answer_test.go", "01_answer/outside/outside_test.go", "internal/shared/shared.go", "internal/more/more.go"} {
		write(name, "package different")
		after := h.key("01_answer", false)
		require.NotEqual(t, before, after, "%s is part of the harness", name)
		before = after
	}
}
