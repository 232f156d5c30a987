package backup

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/course"
)

var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.Local)

func TestUndoBringsBackWhatResetTook(t *testing.T) {
	c, e, dir := newCourse(t)
	require.NoError(t, Remember(t.Context(), c, untouched))
	file, more := filepath.Join(dir, "hello.go"), filepath.Join(dir, "more.go")
	_, err := Undo(c, e, Latest)
	require.ErrorIs(t, err, ErrNoBackup)
	_, err = Find(c, e, Latest)
	require.ErrorIs(t, err, ErrNoBackup)

	write(t, file, "first")
	write(t, more, "helper")
	_, err = ResetAt(t.Context(), c, e, tried, noon)
	require.NoError(t, err)
	write(t, file, "second")
	_, err = ResetAt(t.Context(), c, e, tried, noon.Add(time.Minute))
	require.NoError(t, err)

	b, err := Find(c, e, Latest)
	require.NoError(t, err)
	require.Equal(t, noon.Add(time.Minute), b.At)
	require.Equal(t, []string{"hello.go"}, b.Files)

	// The stub is kept elsewhere, and not saved once more.
	res, err := undo(c, e, Latest, noon.Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, []string{"hello.go"}, res.Restored)
	require.Empty(t, res.Backup)
	require.Equal(t, "second", read(t, file))
	require.NoFileExists(t, more)

	// Once more, and it is what the reset before took.
	res, err = undo(c, e, Latest, noon.Add(2*time.Hour))
	require.NoError(t, err)
	require.Equal(t, []string{"hello.go", "more.go"}, res.Restored)
	require.Equal(t, "first", read(t, file))
	require.Equal(t, "helper", read(t, more))

	// What was written since is saved.
	write(t, file, "third")
	res, err = undo(c, e, Latest, noon.Add(3*time.Hour))
	require.NoError(t, err)
	require.Equal(t, "second", read(t, file))
	require.Equal(t, []string{"more.go"}, res.Removed)
	require.Equal(t, "third", read(t, filepath.Join(res.Backup, "hello.go")))
	require.Equal(t, "helper", read(t, filepath.Join(res.Backup, "more.go")))

	list, err := List(c, e.ID)
	require.NoError(t, err)
	var names []string
	for _, b := range list {
		names = append(names, b.Name)
	}
	require.Equal(t, []string{"2026-01-02_15-00-00_undo", "2026-01-02_12-01-00", "2026-01-02_12-00-00"}, names)
	require.True(t, list[0].OfUndo)
	require.Equal(t, []string{"hello.go", "more.go"}, list[0].Files)
	require.Equal(t, noon.Add(time.Minute), list[1].At)

	// By its name any of them comes back.
	_, err = Undo(c, e, Named(list[0].Name))
	require.NoError(t, err)
	require.Equal(t, "third", read(t, file))
	_, err = Undo(c, e, Named("2020"))
	require.ErrorIs(t, err, ErrNoBackup)
}

func TestUndoWithoutBackupUndoesNothing(t *testing.T) {
	c, e, dir := newCourse(t)
	require.NoError(t, Remember(t.Context(), c, untouched))
	file := filepath.Join(dir, "hello.go")
	write(t, file, "first")
	_, err := ResetAt(t.Context(), c, e, tried, noon)
	require.NoError(t, err)
	write(t, file, "second")
	parent := filepath.Join(c.Root, ".workbook", "backups", e.ID)
	require.NoError(t, os.Mkdir(filepath.Join(parent, "2026-01-02_13-00-00_undo"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(parent, "notes"), nil, 0o644))
	if os.Geteuid() == 0 {
		t.Skip("this user may write everywhere")
	}
	require.NoError(t, os.Chmod(parent, 0o500))
	t.Cleanup(func() { _ = os.Chmod(parent, 0o755) })
	_, err = Undo(c, e, Latest)
	require.ErrorContains(t, err, "nothing was changed, because the backup failed")
	require.Equal(t, "second", read(t, file))
}

// Backups of one second are in the order in which they were made.
func TestListOfOneSecond(t *testing.T) {
	c, e, _ := newCourse(t)
	for range 11 {
		_, err := save(backupDir(c, e.ID), map[string][]byte{"hello.go": nil}, noon, forReset)
		require.NoError(t, err)
	}
	list, err := List(c, e.ID)
	require.NoError(t, err)
	require.Equal(t, "2026-01-02_12-00-00_11", list[0].Name)
	require.Equal(t, "2026-01-02_12-00-00_10", list[1].Name)
	require.Equal(t, "2026-01-02_12-00-00", list[10].Name)
}

func TestLatestTogether(t *testing.T) {
	c, e, dir := newCourse(t)
	other := &course.Exercise{ID: "02_sum", Files: []string{"sum.go"}}
	third := &course.Exercise{ID: "03_max", Files: []string{"max.go"}}
	c.Exercises = append(c.Exercises, other, third)
	for _, x := range c.Exercises[1:] {
		require.NoError(t, os.MkdirAll(c.ExerciseDir(x.ID), 0o755))
		write(t, filepath.Join(c.ExerciseDir(x.ID), x.Files[0]), "package x\n")
	}
	require.NoError(t, Remember(t.Context(), c, untouched))
	require.NoError(t, os.WriteFile(filepath.Join(c.ExerciseDir(third.ID), "max.go"), []byte("earlier"), 0o644))
	_, err := ResetAt(t.Context(), c, third, tried, noon)
	require.NoError(t, err)

	write(t, filepath.Join(dir, "hello.go"), "mine")
	write(t, filepath.Join(c.ExerciseDir(other.ID), "sum.go"), "mine, too")
	for _, x := range c.Exercises {
		_, err := ResetAt(t.Context(), c, x, tried, noon.Add(time.Hour))
		require.NoError(t, err)
	}
	choices, err := LatestTogether(c)
	require.NoError(t, err)
	require.Len(t, choices, 2)
	for _, x := range []*course.Exercise{e, other} {
		_, err := Undo(c, x, choices[x.ID])
		require.NoError(t, err)
	}
	require.Equal(t, "mine", read(t, filepath.Join(dir, "hello.go")))
	require.Equal(t, "mine, too", read(t, filepath.Join(c.ExerciseDir(other.ID), "sum.go")))
	require.Equal(t, "package x\n", read(t, filepath.Join(c.ExerciseDir(third.ID), "max.go")))
}

func TestEdited(t *testing.T) {
	c, e, dir := newCourse(t)
	ctx, nothing := t.Context(), progress.Entry{}
	require.False(t, Edited(ctx, c, e, nothing), "what it was is not known")
	require.NoError(t, Remember(t.Context(), c, untouched))
	require.False(t, Edited(ctx, c, e, nothing))
	write(t, filepath.Join(dir, "hello_test.go"), "package hello")
	require.False(t, Edited(ctx, c, e, nothing), "tests are the learner's own")
	write(t, filepath.Join(dir, "hello.go"), "mine")
	require.True(t, Edited(ctx, c, e, nothing))
}
