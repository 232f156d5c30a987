package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/bookmark"
	"workbook/cmd/workbook/internal/plain"
	"workbook/cmd/workbook/internal/study"
)

// lines is the line mode. A person is prompted; a script is not, and waits for each
// verdict.
func (s *session) lines(ctx context.Context, d *desk, g *lateGrader, ready readying, interactive bool) error {
	// Ctrl-C stops what is being graded, and is no longer the end of everything.
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	defer signal.Stop(interrupts)
	own, stop := signal.NotifyContext(context.WithoutCancel(ctx), syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	var left bookmark.Bookmark
	err := plain.Run(own, plain.Config{
		Config: study.Config{
			Course: d.Course, Grader: g, Progress: d.progress, Getenv: os.Getenv, Version: version(),
			Welcome: interactive && d.progress.Fresh(), Bookmark: bookmark.Read(d.Root),
			Ready:   ready,
			Service: s.handsInTo(d),
			Reset:   d.reset, Undo: undoer{d}, Stepper: g, Demonstrator: demonstrator{g, tr.Printer{}},
		},
		In: s.in, Out: s.out.File, Interactive: interactive, Width: s.out.width, Interrupts: interrupts,
		Leave: func(b bookmark.Bookmark) { left = d.leave(b) },
	})
	return s.left(ctx, d, left, err)
}
