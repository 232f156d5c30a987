package main

import (
	"context"
	"sync"
	"sync/atomic"

	"workbook/cmd/workbook/internal/tui"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// A screenGrader reaches verdicts for the screens and is closed at the end; [grader.Grader] is one.
type screenGrader interface {
	tui.Grader
	Close() error
}

// newScreenGrader begins the grader that the screens have.
func newScreenGrader(c *course.Course) (screenGrader, error) {
	g, err := grader.New(c, grader.Options{})
	if err != nil {
		return nil, err
	}
	return g, nil
}

// A lateGrader is a grader that begins when it is first needed: to find Go and to try
// what the machine can wall in takes longer than to draw a screen.
type lateGrader struct {
	open    func() (screenGrader, error)
	started atomic.Bool
}

func newLateGrader(open func() (screenGrader, error)) *lateGrader {
	l := new(lateGrader)
	once := sync.OnceValues(open)
	l.open = func() (screenGrader, error) {
		l.started.Store(true)
		return once()
	}
	return l
}

// Ready begins, unless that was done, and says why that cannot be.
func (l *lateGrader) Ready() error {
	_, err := l.open()
	return err
}

func (l *lateGrader) Grade(ctx context.Context, req grader.Request, on func(grader.Event)) (*report.Report, error) {
	g, err := l.open()
	if err != nil {
		return nil, err
	}
	return g.Grade(ctx, req, on)
}

func (l *lateGrader) Warm(ctx context.Context, exercise string, race bool, progress func(grader.Warming)) error {
	g, err := l.open()
	if err != nil {
		return err
	}
	return g.Warm(ctx, exercise, race, progress)
}

func (l *lateGrader) RaceUnavailable() error {
	g, err := l.open()
	if err != nil {
		return err
	}
	return g.RaceUnavailable()
}

// Isolation is empty when the grader cannot begin.
func (l *lateGrader) Isolation() string {
	g, err := l.open()
	if err != nil {
		return ""
	}
	return g.Isolation()
}

// Close closes the grader, if it has begun.
func (l *lateGrader) Close() error {
	if !l.started.Load() {
		return nil
	}
	g, err := l.open()
	if err != nil {
		return nil // there is nothing to close
	}
	return g.Close()
}
