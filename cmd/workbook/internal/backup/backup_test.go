package backup

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/course"
	"workbook/grader/report"
)

const stub = "package hello\n\n// TODO\n"

// newCourse makes a course of one exercise outside any git repository.
func newCourse(t *testing.T) (*course.Course, *course.Exercise, string) {
	t.Helper()
	e := &course.Exercise{ID: "01_hello", Files: []string{"hello.go"}}
	c := &course.Course{Root: t.TempDir(), Exercises: []*course.Exercise{e}}
	dir := c.ExerciseDir(e.ID)
	require.NoError(t, os.MkdirAll(dir, 0o755))
	write(t, filepath.Join(dir, "hello.go"), stub)
	t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(c.Root))
	return c, e, dir
}

func untouched(string) bool { return true }

// tried is what progress knows after a first attempt.
var tried = progress.Entry{Attempts: 1, LastVerdict: report.Fail}

func TestResetKeepsEverything(t *testing.T) {
	c, e, dir := newCourse(t)
	require.NoError(t, Remember(t.Context(), c, untouched))
	write(t, filepath.Join(dir, "hello.go"), "mine")
	write(t, filepath.Join(dir, "helper.go"), "more")

	res, err := Reset(t.Context(), c, e, tried)
	require.NoError(t, err)
	require.True(t, res.Changed())
	require.Equal(t, []string{"hello.go"}, res.Restored)
	require.Equal(t, []string{"helper.go"}, res.Removed)
	require.Equal(t, stub, read(t, filepath.Join(dir, "hello.go")))
	require.NoFileExists(t, filepath.Join(dir, "helper.go"))
	require.Equal(t, "mine", read(t, filepath.Join(res.Backup, "hello.go")))
	require.Equal(t, "more", read(t, filepath.Join(res.Backup, "helper.go")))
}

// Half a backup, as a full disk leaves it, must not be there to be brought back.
func TestFailedBackupLeavesNothing(t *testing.T) {
	parent := filepath.Join(t.TempDir(), "01_hello")
	_, err := save(parent, map[string][]byte{"hello.go": []byte("mine"), "no/such/folder.go": nil}, time.Now(), forReset)
	require.Error(t, err)
	entries, err := os.ReadDir(parent)
	require.NoError(t, err)
	require.Empty(t, entries)
}

// The lesson and the checks went with the folder, so a stub would be half of it.
func TestResetOfGoneFolder(t *testing.T) {
	c, e, dir := newCourse(t)
	require.NoError(t, Remember(t.Context(), c, untouched))
	require.NoError(t, os.RemoveAll(dir))
	const why = "the folder exercises/01_hello is gone; `git checkout -- exercises/01_hello` brings it back"

	_, err := Reset(t.Context(), c, e, tried)
	require.EqualError(t, err, "resetting 01_hello: "+why)
	_, err = Find(c, e, Latest)
	require.EqualError(t, err, "looking for a backup of 01_hello: "+why)
	require.NoDirExists(t, dir)
}

// Two resets within a second must not share a folder.
func TestBackupsDoNotCollide(t *testing.T) {
	c, e, dir := newCourse(t)
	require.NoError(t, Remember(t.Context(), c, untouched))
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	seen := make(map[string]bool)
	for i := range 3 {
		content := fmt.Sprintf("attempt %d", i)
		write(t, filepath.Join(dir, "hello.go"), content)
		res, err := ResetAt(t.Context(), c, e, tried, now)
		require.NoError(t, err)
		require.Equal(t, content, read(t, filepath.Join(res.Backup, "hello.go")))
		seen[res.Backup] = true
	}
	require.Len(t, seen, 3)
}

// When the backup cannot be written, nothing may be touched.
func TestNoBackupNoReset(t *testing.T) {
	c, e, dir := newCourse(t)
	require.NoError(t, Remember(t.Context(), c, untouched))
	write(t, filepath.Join(dir, "hello.go"), "mine")
	write(t, filepath.Join(dir, "helper.go"), "more")
	write(t, filepath.Join(c.Root, ".workbook", "backups"), "a file where a folder should be")

	res, err := Reset(t.Context(), c, e, tried)
	require.ErrorContains(t, err, "nothing was changed, because the backup failed")
	require.False(t, res.Changed())
	require.Equal(t, "mine", read(t, filepath.Join(dir, "hello.go")))
	require.FileExists(t, filepath.Join(dir, "helper.go"))
}

func TestLinkIsRefused(t *testing.T) {
	c, e, dir := newCourse(t)
	require.NoError(t, Remember(t.Context(), c, untouched))
	elsewhere := filepath.Join(t.TempDir(), "hello.go")
	write(t, elsewhere, "mine")
	require.NoError(t, os.Remove(filepath.Join(dir, "hello.go")))
	if err := os.Symlink(elsewhere, filepath.Join(dir, "hello.go")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	_, err := Reset(t.Context(), c, e, tried)
	require.ErrorContains(t, err, "is not a regular file; move it away first")
	require.Equal(t, "mine", read(t, elsewhere))
}

func TestRemember(t *testing.T) {
	c, e, dir := newCourse(t)
	kept := filepath.Join(c.Root, ".workbook", "stubs", e.ID, "hello.go")

	require.NoError(t, Remember(t.Context(), c, func(string) bool { return false }))
	require.NoFileExists(t, kept, "what was tried is no stub any more")

	require.NoError(t, Remember(t.Context(), c, untouched))
	require.Equal(t, stub, read(t, kept))

	write(t, filepath.Join(dir, "hello.go"), "mine")
	require.NoError(t, Remember(t.Context(), c, untouched))
	require.Equal(t, stub, read(t, kept), "the first copy stays")

	entries, err := os.ReadDir(filepath.Join(c.Root, ".workbook", "stubs"))
	require.NoError(t, err)
	require.Len(t, entries, 1, "temporary folders are left behind")
}

func TestUnknownStub(t *testing.T) {
	c, e, dir := newCourse(t)
	write(t, filepath.Join(dir, "hello.go"), "mine")
	_, err := Reset(t.Context(), c, e, tried)
	require.ErrorIs(t, err, ErrNoStub)
	require.Equal(t, "mine", read(t, filepath.Join(dir, "hello.go")))

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = Reset(ctx, c, e, tried)
	require.ErrorIs(t, err, context.Canceled)
}

func write(t *testing.T, path, content string) {
	t.Helper()
	require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(data)
}
