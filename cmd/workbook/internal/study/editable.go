package study

import (
	"os"
	"path/filepath"

	"workbook/grader/course"
)

// Editable is the learner's file to open for a place that the verdict names; when it
// names none, the first file of the exercise.
func Editable(c *course.Course, ex *course.Exercise, file string, line int) (path string, at int) {
	path = filepath.Join(c.Root, filepath.FromSlash(file))
	if inside(c.ExerciseDir(ex.ID), path) {
		return path, line
	}
	return filepath.Join(c.ExerciseDir(ex.ID), filepath.FromSlash(ex.Files[0])), 0
}

// inside reports whether path is a file in dir. A position that a submission
// could have made up opens nothing else.
func inside(dir, path string) bool {
	if filepath.Dir(path) != filepath.Clean(dir) {
		return false
	}
	fi, err := os.Lstat(path)
	return err == nil && fi.Mode().IsRegular()
}
