package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"workbook/cmd/workbook/internal/backup"
	"workbook/cmd/workbook/internal/plain"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader"
)

// accessibleEnv asks every program for what a screen reader can read.
const accessibleEnv = "ACCESSIBLE"

func accessible() bool { return os.Getenv(accessibleEnv) != "" }

// lines is the line mode. A person is prompted; a script is not, and waits for each
// verdict.
func (s *session) lines(ctx context.Context, d *desk, g *grader.Grader, interactive bool) error {
	// Ctrl-C stops what is being graded, and is no longer the end of everything.
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	defer signal.Stop(interrupts)
	own, stop := signal.NotifyContext(context.WithoutCancel(ctx), syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	err := plain.Run(own, plain.Config{
		Config: study.Config{
			Course: d.Course, Grader: g, Progress: d.progress, Getenv: os.Getenv, Version: version(), Reset: d.reset,
		},
		In: s.in, Out: s.out.File, Interactive: interactive, Width: s.out.width, Interrupts: interrupts,
		Solution: func(_ context.Context, w io.Writer, id string) error { return d.writeReference(w, id) },
		Undo:     func(_ context.Context, id string) (string, error) { return d.undo(id) },
	})
	if err != nil && ctx.Err() == nil {
		return failed(err, "`workbook doctor` looks at what may be wrong")
	}
	return err
}

// writeReference writes the files of the reference as they stand.
func (d *desk) writeReference(w io.Writer, id string) error {
	e, err := d.Exercise(id)
	if err != nil {
		return err
	}
	files, err := reference(d.Course, e)
	if err != nil {
		return err
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("reading the reference: %w", err)
		}
		if _, err := w.Write(data); err != nil {
			return err
		}
	}
	return nil
}

// undo brings back what the last reset of an exercise took, and says so.
func (d *desk) undo(id string) (string, error) {
	e, err := d.Exercise(id)
	if err != nil {
		return "", err
	}
	res, err := backup.Undo(d.Course, e, backup.Latest)
	switch {
	case errors.Is(err, backup.ErrNoBackup):
		return "", backup.ErrNoBackup
	case err != nil:
		return "", err
	case !res.Changed():
		return "It is like that already; nothing was changed.", nil
	}
	done := "Brought back: " + strings.Join(append(res.Restored, res.Removed...), ", ") + "."
	if res.Backup != "" {
		done += " What was there is in " + res.Backup + "."
	}
	return done, nil
}
