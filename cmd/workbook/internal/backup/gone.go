package backup

import (
	"errors"
	"io/fs"
	"os"

	"workbook/cmd/internal/tr"
	"workbook/grader/course"
)

// A GoneError says that the folder of an exercise is not there. The stub alone would not
// bring it back: the lesson and the checks went with it.
type GoneError struct{ Exercise string }

func (e *GoneError) Error() string {
	return tr.T("the folder exercises/%[1]s is gone; `git checkout -- exercises/%[1]s` brings it back", e.Exercise)
}

// Unwrap makes it one of [fs.ErrNotExist].
func (e *GoneError) Unwrap() error { return fs.ErrNotExist }

// Gone explains an error of reading the folder of an exercise: that it is not there, where
// this is why, and otherwise err.
func Gone(c *course.Course, id string, err error) error {
	if _, statErr := os.Stat(c.ExerciseDir(id)); err != nil && errors.Is(statErr, fs.ErrNotExist) {
		return &GoneError{id}
	}
	return err
}

// cause is an error without the path, for what names it in words of its own.
func cause(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}
