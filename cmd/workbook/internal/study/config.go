package study

import (
	"context"
	"os"
	"time"

	"workbook/cmd/workbook/internal/bookmark"
	"workbook/cmd/workbook/internal/progress"
	"workbook/cmd/workbook/internal/watch"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// A Grader reaches verdicts; [grader.Grader] is one.
type Grader interface {
	Grade(ctx context.Context, req grader.Request, on func(grader.Event)) (*report.Report, error)
	Warm(ctx context.Context, exercise string, race bool, progress func(grader.Warming)) error
	RaceUnavailable() error
	Isolation() string
}

// A Service reaches verdicts on what is handed in to it, with checks that are not here.
type Service interface {
	Grade(ctx context.Context, req grader.Request, on func(grader.Event)) (*report.Report, error)
}

// A Progress remembers how far the learner is; [progress.Store] is one.
type Progress interface {
	Get() progress.Progress
	Record(id string, a progress.Attempt) error
	SawHints(id string, n int) error
	Begin() error
	Notice() string
}

// A Watcher tells when the content of a folder has changed; [watch.Watcher] is
// one.
type Watcher interface {
	Watch(ctx context.Context, dir string) <-chan watch.Event
	Mode() string
}

// A Config is what the work needs. Course, Grader and Progress must be set; for the
// rest see [Config.WithDefaults].
type Config struct {
	Course   *course.Course
	Grader   Grader
	Progress Progress

	Watch   func() Watcher      // a watcher for one exercise's folder
	Getenv  func(string) string // the environment
	Version string              // of workbook; may be empty
	Start   string              // id of the exercise to open; empty: that of the bookmark, or the first that has not passed
	Zone    *time.Location      // of the times that are shown
	Welcome bool                // it is the very first start
	Still   bool                // nothing moves or counts while the learner waits

	Bookmark bookmark.Bookmark // where the learner was

	// Ready does what is to be done before anything is graded, and takes longer than to
	// draw a screen. Its notice is shown; after an error nothing can be graded. Nil:
	// nothing is to be done.
	Ready func(ctx context.Context) (notice string, err error)

	// Reset puts the exercise's files back to how they were at first, and
	// returns where the learner's own were put. Nil: it cannot be done.
	Reset func(ctx context.Context, id string) (backup string, err error)

	Service Service // that of the learner's class; nil: there is none

	Undo Undoer // nil: what Reset took cannot be brought back

	Stepper Stepper // nil: no run can be stepped through

	Demonstrator Demonstrator // nil: no demo can be run
}

// WithDefaults is c with what may be left out: the environment, local time, and watchers
// that listen to the file system.
func (c Config) WithDefaults() Config {
	if c.Watch == nil {
		c.Watch = func() Watcher { return watch.New(watch.Options{}) }
	}
	if c.Getenv == nil {
		c.Getenv = os.Getenv
	}
	if c.Zone == nil {
		c.Zone = time.Local
	}
	return c
}
