package demo

import (
	"context"

	"workbook/grader/report"
)

// A Runner runs a demo with values that are all set and within their bounds. What it
// promises is what [Demo.Run] does.
type Runner func(ctx context.Context, values map[string]int, watch func(Frame)) (Result, error)

// New is a demo that is not one of this package: run runs it. words are those in which it is
// said what is wrong with a parameter.
func New(name, title string, params []Param, words report.Words, run Runner) Demo {
	return Demo{Name: name, Title: title, Params: params, words: words, whole: run}
}
