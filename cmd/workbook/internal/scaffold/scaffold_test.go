package scaffold

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
)

// newCourse lays out a course by the template, which is the least that there can be.
func newCourse(t *testing.T) *course.Course {
	t.Helper()
	engine, err := filepath.Abs(filepath.Join("..", "..", "..", ".."))
	require.NoError(t, err)
	dir := filepath.Join(t.TempDir(), "pipes and more")
	made, err := Course(dir, CourseOptions{Engine: engine})
	require.NoError(t, err)
	require.Equal(t, 4, made.Has("right"))
	require.Equal(t, 9, made.Has("wrong"))
	c, err := course.Load(dir)
	require.NoError(t, err)
	require.Equal(t, "pipes and more", c.Title)
	module, err := c.Module()
	require.NoError(t, err)
	require.Equal(t, "example.com/pipes-and-more", module.Path)
	return c
}

// Whatever the name, what is made loads, and its points are 100.
func TestNames(t *testing.T) {
	c := newCourse(t)
	for _, id := range []string{"02_sync", "03_string", "04_f", "05_both", "06_my_own_test", "07_noPolling", "08_check"} {
		_, err := Exercise(c, id, Options{Outside: id != "04_f"})
		if id == "07_noPolling" {
			require.ErrorContains(t, err, "not of the form")
			continue
		}
		require.NoError(t, err, id)
		c, err = course.Load(c.Root)
		require.NoError(t, err, id)
		e, err := c.Exercise(id)
		require.NoError(t, err, id)
		require.Equal(t, 100, e.Points(), id)
		says, err := c.Comparison(id)
		require.NoError(t, err, id)
		require.NotEmpty(t, says.Reference, id)
		require.Len(t, says.Styles, 3, id)
		for _, style := range says.Styles {
			require.NotContains(t, style.Says, "Package", id)
			require.Contains(t, style.Says, ": ", "it says what it trades")
		}
	}
	e, err := c.Exercise("06_my_own_test")
	require.NoError(t, err)
	require.Equal(t, []string{"myowntest.go"}, e.Files)
}

// What hidden tests call the package hides nothing that they use.
func TestImportName(t *testing.T) {
	for pkg, want := range map[string]string{"mine": "mine", "sync": "sync", "testing": "task", "string": "task", "f": "task", "calls": "task", "both": "task"} {
		require.Equal(t, want, importName(pkg), pkg)
	}
}

// After an error there is what was there before, and nothing more.
func TestNothingHalfMade(t *testing.T) {
	c := newCourse(t)
	before := tree(t, c.Root)

	// The last thing that is done is listing it, and that fails here.
	broken := *c
	broken.Chapters = append(slices.Clone(c.Chapters), course.Chapter{Title: "Not in the file"})
	_, err := Exercise(&broken, "02_mine", Options{})
	require.ErrorContains(t, err, "chapter 2")
	require.Equal(t, before, tree(t, c.Root))

	// What is in the way is neither written over nor taken away.
	var w writer
	err = w.write(c.Root, []piece{{"a/b/new", []byte("new")}, {"go.mod", []byte("mine")}})
	require.ErrorIs(t, err, os.ErrExist)
	require.Equal(t, before, tree(t, c.Root))
}

// tree is every file below root with its content, and every folder.
func tree(t *testing.T, root string) map[string]string {
	t.Helper()
	files := map[string]string{}
	require.NoError(t, filepath.WalkDir(root, func(name string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		files[name] = "folder"
		if !entry.IsDir() {
			data, err := os.ReadFile(name)
			files[name] = string(data)
			return err
		}
		return nil
	}))
	return files
}

func TestFreeNumber(t *testing.T) {
	c := &course.Course{Root: t.TempDir(), Chapters: []course.Chapter{{Exercises: []string{"01_a", "07_b"}}}}
	require.Equal(t, 8, freeNumber(c))
	require.NoError(t, os.MkdirAll(filepath.Join(c.Root, "solutions", "12_c"), 0o755))
	require.Equal(t, 13, freeNumber(c))
	var err *IDError
	require.ErrorAs(t, checkID(c, "12_other"), &err)
	require.Contains(t, err.Hint, "13_other")
	require.ErrorAs(t, checkID(c, "12_c"), &err)
	require.Contains(t, err.Reason, "there is solutions/12_c already")
	c.Chapters[0].Exercises = append(c.Chapters[0].Exercises, "99_last")
	require.ErrorAs(t, checkID(c, "99_more"), &err)
	require.Contains(t, err.Hint, "02_more")
	for n := range last {
		c.Chapters[0].Exercises = append(c.Chapters[0].Exercises, fmt.Sprintf("%02d_full", n+1))
	}
	require.ErrorAs(t, checkID(c, "50_more"), &err)
	require.Contains(t, err.Reason, "all numbers up to 99 are taken")
}
