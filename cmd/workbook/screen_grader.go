package main

import (
	"workbook/cmd/workbook/internal/study"
	"workbook/grader"
	"workbook/grader/course"
)

// A screenGrader reaches verdicts for the screens and is closed at the end; [grader.Grader] is one.
type screenGrader interface {
	study.Grader
	Close() error
}

var (
	_ study.Stepper = (*grader.Grader)(nil) // it records, too, what the screens step through
	_ ownDemos      = (*grader.Grader)(nil) // and builds the demos of courses
)

// newScreenGrader begins the grader that the screens have.
func newScreenGrader(c *course.Course) (screenGrader, error) {
	g, err := grader.New(c, grader.Options{})
	if err != nil {
		return nil, err
	}
	return g, nil
}
