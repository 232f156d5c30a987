package main

import (
	"context"

	"workbook/cmd/internal/tr"
	"workbook/grader/course"
	"workbook/grader/demo"
	"workbook/grader/report"
)

// An ownDemos builds the demos that courses have of their own; [grader.Grader] is one.
type ownDemos interface {
	Demo(ctx context.Context, exercise string, words report.Words) (demo.Demo, error)
}

// A demonstrator has the demos that exercises name, in some words.
type demonstrator struct {
	own   ownDemos
	words report.Words
}

// Demo is that of an exercise.
func (d demonstrator) Demo(ctx context.Context, ex *course.Exercise) (demo.Demo, error) {
	if ex.Demo == course.OwnDemo {
		return d.own.Demo(ctx, ex.ID, d.words)
	}
	found, ok := demo.Find(ex.Demo, d.words)
	if !ok {
		return demo.Demo{}, tr.Errorf("%s has no demo", ex.ID)
	}
	return found, nil
}
