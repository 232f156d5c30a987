package classreport

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
	"workbook/grader/report"
)

// stubbed is a course with a stub that changed last at that moment, and stubs that count
// how often it is read.
func stubbed(t testing.TB, changed time.Time) (s *Stubs, name string, reads *int) {
	t.Helper()
	c := &course.Course{Root: t.TempDir(), Exercises: []*course.Exercise{{ID: "01_a"}}}
	name = filepath.Join(c.ExerciseDir("01_a"), "a.go")
	require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o700))
	write(t, name, "package a\n\nfunc A() {}\n", changed)
	s, reads = NewStubs(c), new(int)
	read := s.read
	s.read = func(dir string) stub { *reads++; return read(dir) }
	return s, name, reads
}

func write(t testing.TB, name, text string, changed time.Time) {
	t.Helper()
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	require.NoError(t, os.Chtimes(name, changed, changed))
}

// handed is a folder with that work.
func handed(t testing.TB, text string) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.go"), text, time.Now())
	return dir
}

// A stub is read once as long as its files stand as they stood, and again when one of them
// has changed, even to the same size.
func TestStubsReadOnce(t *testing.T) {
	long := time.Now().Add(-time.Hour)
	s, name, reads := stubbed(t, long)
	same, begun := handed(t, "package a // to do\n\nfunc A() {}\n"), handed(t, "package a\n\nfunc B() {}\n")
	fail := report.Exercise{ID: "01_a", Verdict: report.Fail}
	for range 100 {
		require.True(t, s.NotBegun(fail, same))
		require.False(t, s.NotBegun(fail, begun))
	}
	require.Equal(t, 1, *reads)
	require.False(t, s.NotBegun(report.Exercise{ID: "01_a", Verdict: report.Pass}, same))
	require.False(t, s.NotBegun(report.Exercise{ID: "77_no", Verdict: report.Fail}, same))

	write(t, name, "package a\n\nfunc B() {}\n", long.Add(time.Second))
	for range 100 {
		require.False(t, s.NotBegun(fail, same))
		require.True(t, s.NotBegun(fail, begun))
	}
	require.Equal(t, 2, *reads)
	more := filepath.Join(filepath.Dir(name), "b.go")
	write(t, more, "package a\n", long)
	require.False(t, s.NotBegun(fail, begun), "a file is missing")
	require.NoError(t, os.Remove(more))
	require.True(t, s.NotBegun(fail, begun))
	require.Equal(t, 4, *reads)
}

// What changed a moment ago may change again without a trace: it is not kept.
func TestStubsJustChanged(t *testing.T) {
	soon := time.Now().Add(time.Hour) // so that it is not old, however slow this test is
	s, name, reads := stubbed(t, soon)
	work := handed(t, "package a\n\nfunc A() {}\n")
	require.True(t, s.Untouched("01_a", work))
	write(t, name, "package a\n\nfunc B() {}\n", soon)
	require.False(t, s.Untouched("01_a", work))
	require.Equal(t, 2, *reads)
}

func BenchmarkNotBegun(b *testing.B) {
	s, _, reads := stubbed(b, time.Now().Add(-time.Hour))
	work, fail := handed(b, "package a\n\nfunc A() {}\n"), report.Exercise{ID: "01_a", Verdict: report.Fail}
	for b.Loop() {
		s.NotBegun(fail, work)
	}
	b.ReportMetric(float64(*reads), "reads")
}
