package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"workbook/cmd/internal/onfarm"
	"workbook/cmd/workbook-serve/internal/marking"
	"workbook/grader"
	"workbook/grader/report"
	"workbook/grader/stdio"
)

// patience is how long the queue of a farm may be away. What students have handed in waits
// here, so there is nothing to give up for.
const patience = 30 * 24 * time.Hour

// A farmed grades by the machines of a farm. The process that speaks with the queue is
// started again when it has ended, so that the service outlives it.
type farmed struct {
	start func(context.Context) (*stdio.Grader, error)
	log   *slog.Logger
	first *stdio.Grader // has the folders, also after its process has ended

	mu  sync.Mutex // also while one is started: the others need it as much
	now *stdio.Grader
}

func newFarmed(ctx context.Context, log *slog.Logger, start func(context.Context) (*stdio.Grader, error)) (*farmed, error) {
	g, err := start(ctx)
	if err != nil {
		return nil, err
	}
	return &farmed{start: start, log: log, first: g, now: g}, nil
}

// onFarm begins to grade on the farm with that URL.
func onFarm(ctx context.Context, root, url string, log *slog.Logger) (*farmed, error) {
	return newFarmed(ctx, log, func(ctx context.Context) (*stdio.Grader, error) {
		return onfarm.Start(ctx, onfarm.Options{
			URL: url, Course: root, Patience: patience,
			Tell: func(text string) { log.Info(text) },
		})
	})
}

// Grade has the farm grade. Whatever keeps it from that is no fault of what was handed in:
// the error is [marking.ErrAway], or ctx's.
func (f *farmed) Grade(ctx context.Context, req grader.Request, on func(grader.Event)) (rep *report.Report, err error) {
	err = f.ask(ctx, func(g *stdio.Grader) error {
		rep, err = g.Grade(ctx, req, on)
		return err
	})
	return rep, err
}

// Identity is that of the exercise as the farm grades it.
func (f *farmed) Identity(ctx context.Context, exercise string) (identity string, err error) {
	err = f.ask(ctx, func(g *stdio.Grader) error {
		identity, err = g.Identity(ctx, exercise)
		return err
	})
	return identity, err
}

// ask asks the process, and once more when it has ended.
func (f *farmed) ask(ctx context.Context, question func(*stdio.Grader) error) error {
	g, err := f.current(ctx, nil)
	if err == nil {
		err = question(g)
	}
	if errors.Is(err, stdio.ErrEnded) && ctx.Err() == nil {
		if g, err = f.current(ctx, g); err == nil {
			err = question(g)
		}
	}
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return fmt.Errorf("%w: %w", marking.ErrAway, err)
}

// current is the process to ask, which is another than the one that has ended.
func (f *farmed) current(ctx context.Context, ended *stdio.Grader) (*stdio.Grader, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.now != nil && f.now != ended {
		return f.now, nil
	}
	if f.now != nil {
		f.log.Warn("what speaks with the farm has ended, and is started again")
		if f.now != f.first {
			_ = f.now.Close() // it has ended, and there is nothing in its folder
		}
		f.now = nil
	}
	g, err := f.start(ctx)
	if err != nil {
		return nil, err
	}
	f.now = g
	return g, nil
}

// Folder makes a new folder, which Close removes.
func (f *farmed) Folder(pattern string) (string, error) { return f.first.Folder(pattern) }

// Warm does nothing: the machines of the farm have built what they need.
func (f *farmed) Warm(context.Context, string, bool, func(grader.Warming)) error { return nil }

// Isolation says where the walls are.
func (f *farmed) Isolation() string { return "that of the farm's machines" }

// Close ends the process.
func (f *farmed) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	var err error
	if f.now != nil && f.now != f.first {
		err = f.now.Close()
	}
	return errors.Join(err, f.first.Close())
}
