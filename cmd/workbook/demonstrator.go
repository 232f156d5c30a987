package main

import (
	"context"

	"workbook/cmd/internal/tr"
	"workbook/grader/course"
	"workbook/grader/demo"
)

// A demonstrator has the demos that exercises name.
type demonstrator struct{}

// Demo is that of an exercise.
func (demonstrator) Demo(_ context.Context, ex *course.Exercise) (demo.Demo, error) {
	d, ok := demo.Find(ex.Demo, tr.Printer{})
	if !ok {
		return demo.Demo{}, tr.Errorf("%s has no demo", ex.ID)
	}
	return d, nil
}
