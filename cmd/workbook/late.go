package main

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/demo"
	"workbook/grader/jail"
	"workbook/grader/picture"
	"workbook/grader/report"
	"workbook/grader/steps"
)

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

// Steps records a run. A grader that does not do that says so.
func (l *lateGrader) Steps(ctx context.Context, sub grader.Submission, check string, schedule uint64) (*steps.Run, error) {
	g, err := l.open()
	if err != nil {
		return nil, err
	}
	records, ok := g.(study.Stepper)
	if !ok {
		return nil, tr.Errorf("this grader does not record what it runs")
	}
	return records.Steps(ctx, sub, check, schedule)
}

// Fuller draws a run that p shows in part. It is p where the grader cannot.
func (l *lateGrader) Fuller(ctx context.Context, sub grader.Submission, p *picture.Picture) (*picture.Picture, error) {
	g, err := l.open()
	if err != nil {
		return nil, err
	}
	if records, ok := g.(study.Stepper); ok {
		return records.Fuller(ctx, sub, p)
	}
	return p, nil
}

// Demo builds a demo of the course's own. A grader that does not do that says so.
func (l *lateGrader) Demo(ctx context.Context, exercise string, words report.Words) (demo.Demo, error) {
	g, err := l.open()
	if err != nil {
		return demo.Demo{}, err
	}
	own, ok := g.(ownDemos)
	if !ok {
		return demo.Demo{}, tr.Errorf("this grader runs no demos")
	}
	return own.Demo(ctx, exercise, words)
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

// A readying makes ready for grading what need not be so before anything is shown. Its
// notice is for the learner.
type readying func(ctx context.Context) (notice string, err error)

// late gives the grader of the screens, and what makes it ready after the first frame: only
// then is there time for the instructor's half. As long as one exercise is sound, drafts are
// no error, but a notice; to grade one gives an error of the course's.
func (d *desk) late(begin func(*course.Course) (screenGrader, error)) (g *lateGrader, ready readying) {
	checked := desk{Course: d.Course}
	g = newLateGrader(func() (screenGrader, error) {
		if err := checked.check(); err != nil {
			return nil, err
		}
		if len(checked.Exercises) == 0 {
			return nil, checked.insist()
		}
		return begin(checked.Course)
	})
	return g, func(ctx context.Context) (string, error) {
		d.remember(ctx)
		err := g.Ready()
		switch told := new(failure); {
		case errors.As(err, &told):
			return "", told
		case err != nil:
			return "", noGrader(err)
		}
		return checked.notice(), nil
	}
}

// noGrader is the error of a grader that cannot begin.
func noGrader(err error) error {
	if missing := new(jail.MissingError); errors.As(err, &missing) && missing.Remedy != "" {
		return failed(tr.Errorf("the grader cannot begin: %w", said(missing)), missing.Remedy)
	}
	return failed(tr.Errorf("the grader cannot begin: %w", err), tr.T("`workbook doctor` says what is missing"))
}
