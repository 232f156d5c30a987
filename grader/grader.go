// Package grader reaches a verdict on a submission. See [Grader.Grade].
package grader

import (
	"context"
	"errors"

	"workbook/grader/course"
	"workbook/grader/report"
)

// A RaceMode says what the race stage is for.
type RaceMode string

// The race modes. The zero value means RaceAuto.
const (
	RaceAuto RaceMode = "auto" // run it when there is a C compiler, say so when there is not
	RaceOn   RaceMode = "on"   // a missing C compiler is a grader_error
	RaceOff  RaceMode = "off"  // do not run it
)

// A Submission is one learner's answer to one exercise.
type Submission struct {
	Exercise string // id
	Dir      string // the folder with the .go files; empty means the course's own exercises/ID
}

// A Request says what to grade and how.
type Request struct {
	Submissions []Submission
	Race        RaceMode
	Seed        uint64 // of random inputs; 0 chooses one
}

// A Grader grades submissions to one course. It is safe for concurrent use.
type Grader struct {
	course *course.Course
}

// New returns a Grader for c.
func New(c *course.Course) (*Grader, error) { return &Grader{course: c}, nil }

// Grade grades every submission of req in order, tells on what happens as it
// happens (on may be nil; it is called from one goroutine at a time), and returns
// the report. The error is ctx's when ctx ended first; the report then holds what
// was finished. Whatever else goes wrong is in the report, as a verdict.
func (g *Grader) Grade(ctx context.Context, req Request, on func(Event)) (*report.Report, error) {
	return nil, errors.New("not yet")
}

// Warming is how far [Grader.Warm] has come.
type Warming struct {
	Done, Total int    // packages
	Package     string // the one that was built last
}

// Warm builds what the first verdict on the exercise needs and does not depend
// on the submission: the standard library, the hidden tests' packages, and with
// race the same again for the race stage. It is long on a fresh machine and
// immediate later. progress may be nil.
func (g *Grader) Warm(ctx context.Context, exercise string, race bool, progress func(Warming)) error {
	return nil
}

// Isolation says in words what separates a submission from this machine.
func (g *Grader) Isolation() string { return "" }
