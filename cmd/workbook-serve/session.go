package main

import (
	"context"
	"os"
	"path/filepath"

	"workbook/cmd/internal/exit"
	"workbook/cmd/workbook-serve/internal/store"
	"workbook/grader/course"
)

// A session is what the flags that all commands share have said.
type session struct{ course, db string }

// findCourse is the root of the course.
func (s *session) findCourse() (string, error) {
	dir := s.course
	if dir == "" {
		dir = os.Getenv("WORKBOOK_COURSE")
	}
	if dir == "" {
		dir = "."
	}
	root, err := course.Find(dir)
	if err != nil {
		return "", exit.Wrong(err, "name the course's folder with --course or WORKBOOK_COURSE")
	}
	return root, nil
}

// open opens the file of the class.
func (s *session) open(ctx context.Context) (*store.Store, error) {
	path := s.db
	if path == "" {
		root, err := s.findCourse()
		if err != nil {
			return nil, err
		}
		path = filepath.Join(root, ".workbook", "class.db")
	}
	class, err := store.Open(ctx, path)
	if err != nil {
		return nil, exit.Failed(err, "choose another file with --db, or see that this one can be written")
	}
	return class, nil
}
