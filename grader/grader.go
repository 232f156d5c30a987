// Package grader reaches a verdict on a submission.
//
// A verdict is reached in stages (read, policy, compile, outside, inside, race);
// the first that fails explains itself and the later ones are not run, except
// that outside and inside checks run side by side. An inside check passes by a run in
// which goroutines take turns, and then not only there. A [Grader] grades:
//
//	g, err := grader.New(c, grader.Options{})
//	…
//	defer g.Close()
//	rep, err := g.Grade(ctx, grader.Request{
//		Submissions: []grader.Submission{{Exercise: "02_spawned"}},
//	}, func(e grader.Event) { … })
//
// An exercise passes only when every required check was seen to pass. Nothing a
// submission prints is ever taken for a result.
//
// A check that fails because time ran out is run again with the reference in the
// submission's place. Only where the reference has the time does the failure
// stand; else the machine is too busy, and the verdict is a grader_error.
//
// Inside, what comes first uses what comes after it: a [Grader] runs the table of
// stages (pipeline.go); each stage is a function in a file of its own, over what the
// stages hand on (work.go); they tell the ledger what happened (ledger.go), from which
// pure functions come to the verdict (verdict.go).
package grader

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/jail"
	_ "workbook/grader/jail/warden" // so that jail can start processes through this program
	"workbook/grader/report"
	"workbook/grader/tempdir"
)

// A Grader grades submissions to one course. It is safe for concurrent use.
type Grader struct {
	*workshop
	dir   *tempdir.Dir // for programs
	demos ownDemos
}

// Options say how a Grader works. The zero value is what everybody wants.
type Options struct {
	// Level is how submissions are isolated; zero is [jail.Best].
	Level jail.Level
	// Least is the weakest isolation that will do; zero is any. Work that nobody
	// vouches for wants jail.L2.
	Least jail.Level
	// Ran is told of each process that a submission was compiled, linked or run in, when it
	// has ended; nil for nobody. Several goroutines call it.
	Ran func(jail.Command, jail.Result)
}

// level is the one to use, or a [*jail.MissingError].
func (o Options) level() (jail.Level, error) {
	machine := jail.Probe()
	if o.Level == jail.Best && machine.Short != nil {
		return 0, machine.Short // never a weaker level than the machine has, unsaid
	}
	if o.Level == jail.Best {
		return machine.Level, machine.Has(o.Least)
	}
	if o.Level < o.Least {
		return 0, &jail.MissingError{Have: o.Level, Lack: jail.Lack{Level: o.Least, Why: "a weaker one was asked for as well"}}
	}
	return o.Level, machine.Has(o.Level)
}

// New returns a Grader for c, which must be closed. It fails when there is no
// usable Go installation, and with a [*jail.MissingError] when the machine has not
// the isolation that is asked for.
func New(c *course.Course, o Options) (*Grader, error) {
	level, err := o.level()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	module, err := c.Module()
	if err != nil {
		return nil, err
	}
	tools, err := build.Find(ctx, c.Root, module.Go)
	if err != nil {
		return nil, err
	}
	dir, err := tempdir.Make()
	if err != nil {
		return nil, err
	}
	shop := newWorkshop(c, module, tools, level, o.Least, dir.Path)
	if o.Ran != nil {
		shop.jail = observed{shop.jail, o.Ran}
	}
	go shop.commit() // beside the first verdict, which does not wait for git
	return &Grader{workshop: shop, dir: dir}, nil
}

// Close removes the Grader's temporary files. No Grade may be under way.
func (g *Grader) Close() error {
	g.walls.close()
	return g.dir.Remove()
}

// Isolation says in words what separates a submission from this machine.
func (g *Grader) Isolation() string { return g.jail.Isolation() }

// Aside are the settings of the user's that could change what Go builds, each as
// "NAME=value". The grader puts them aside.
func (g *Grader) Aside() []string { return g.tools.Aside() }

// RaceUnavailable says why there can be no race stage on this machine, and what
// to do about it; nil when there can.
func (g *Grader) RaceUnavailable() error { return g.tools.RaceUnavailable() }

// Grade grades every submission of req in order, tells on what happens as it
// happens (on may be nil; it is called by one goroutine at a time), and returns
// the report. The error is ctx's when ctx ended first; the report then holds what
// was finished. Whatever else goes wrong is in the report, as a verdict.
func (g *Grader) Grade(ctx context.Context, req Request, on func(Event)) (*report.Report, error) {
	if on == nil {
		on = func(Event) {}
	}
	if req.Seed == 0 {
		// Below 2^53, so that every reader of JSON keeps it exact.
		req.Seed = 1 + rand.Uint64N(1<<53-1)
	}
	rep := &report.Report{Schema: report.Schema, Exercises: []report.Exercise{}}
	for _, sub := range req.Submissions {
		ex, err := grade(ctx, g.workshop, sub, req, on)
		if err != nil {
			return rep, err
		}
		g.sign(&ex, sub)
		rep.Exercises = append(rep.Exercises, ex)
		on(Finished{Exercise: ex})
	}
	return rep, nil
}

// sign says of a verdict whose work it is about, when it was reached, and by what.
func (g *Grader) sign(ex *report.Exercise, sub Submission) {
	ex.Student = sub.Student
	ex.GradedAt = time.Now().UTC().Truncate(time.Second)
	ex.Course, ex.Go = g.commit(), g.tools.Version
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
	ex, err := g.course.Exercise(exercise)
	if err != nil {
		return err
	}
	if race && g.tools.RaceUnavailable() != nil {
		return nil
	}
	var tell build.Progress
	if progress != nil {
		tell = func(done, total int, pkg string) { progress(Warming{Done: done, Total: total, Package: pkg}) }
	}
	_, err = g.harnesses.of(ctx, ex, race, tell)
	return err
}

// Folder makes a new folder among the Grader's temporary files, which Close removes.
// Should the process be killed before, they are swept by the next Grader.
func (g *Grader) Folder(pattern string) (string, error) {
	dir, err := os.MkdirTemp(g.dir.Path, pattern)
	if err != nil {
		return "", fmt.Errorf("making a temporary folder: %w", err)
	}
	return dir, nil
}
