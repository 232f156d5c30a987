package course_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
)

// What every command waits for, and what only grading and verifying wait for.
func BenchmarkOpen(b *testing.B) { benchmark(b, course.Open) }
func BenchmarkLoad(b *testing.B) { benchmark(b, course.Load) }

func benchmark(b *testing.B, load func(root string) (*course.Course, error)) {
	root, err := course.Find(".")
	require.NoError(b, err)
	for b.Loop() {
		_, err := load(root)
		require.NoError(b, err)
	}
}
