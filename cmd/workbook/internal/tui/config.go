package tui

import (
	"context"
	"io"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"

	"workbook/cmd/workbook/internal/bookmark"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/course"
)

// A Config is what the program needs. Course, Grader and Progress must be set.
type Config struct {
	Course   *course.Course
	Grader   study.Grader
	Progress study.Progress

	// Ready does what is to be done before anything is graded, and takes longer than to
	// draw a screen. Its notice is shown; its error ends the program, and is that of Run.
	// May be nil.
	Ready func(ctx context.Context) (notice string, err error)

	Watch   func() study.Watcher // a watcher for one exercise's folder; nil: watch.New
	Getenv  func(string) string  // nil: os.Getenv
	Host    string               // of this machine, for links to its files; may be empty
	Version string               // of workbook, for the help page; may be empty
	Welcome bool                 // show the keys first: it is the very first start
	Start   string               // id of the exercise to open; empty: that of the bookmark, or the first that has not passed

	Bookmark bookmark.Bookmark       // where to open
	Leave    func(bookmark.Bookmark) // told at the end where the learner was; may be nil

	// Reset puts the exercise's files back to how they were at first, and
	// returns where the learner's own were put. Nil: there is no such key.
	Reset func(ctx context.Context, id string) (backup string, err error)

	Service study.Service // of the learner's class; nil: there is no key that hands in

	Undo study.Undoer // nil: there is no key that brings back what Reset took

	Stepper study.Stepper // nil: there is no key that steps through a run

	Demonstrator study.Demonstrator // nil: there is no key that runs a demo

	Theme Theme // zero: ThemeAuto
	Still bool  // reduced motion: nothing counts, and no cursor blinks

	Input  io.Reader // nil: the terminal
	Output io.Writer // nil: standard output

	options []tea.ProgramOption // of tests
	zone    *time.Location      // of the times that are shown; nil: local
}

func (c Config) output() io.Writer {
	if c.Output == nil {
		return os.Stdout
	}
	return c.Output
}

func (c Config) withDefaults() Config {
	d := c.setup().WithDefaults()
	c.Watch, c.Getenv, c.zone = d.Watch, d.Getenv, d.Zone
	return c
}

// setup is the part of it that concerns the work.
func (c Config) setup() study.Config {
	return study.Config{Course: c.Course, Grader: c.Grader, Progress: c.Progress, Watch: c.Watch,
		Getenv: c.Getenv, Version: c.Version, Start: c.Start, Zone: c.zone, Reset: c.Reset,
		Undo: c.Undo, Stepper: c.Stepper, Demonstrator: c.Demonstrator, Service: c.Service, Bookmark: c.Bookmark, Welcome: c.Welcome, Ready: c.Ready, Still: c.Still}
}
