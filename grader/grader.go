// Package grader reaches a verdict on a submission.
//
// A verdict is reached in stages (read, policy, compile, outside, inside, race);
// the first that fails explains itself and the later ones are not run, except
// that outside and inside checks run side by side. An inside check passes by a run in
// which goroutines take turns, and then not only there; see steady.go. A [Grader] grades:
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
package grader

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"time"

	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/internal/tempdir"
	"workbook/grader/jail"
	_ "workbook/grader/jail/warden" // so that jail can start processes through this program
	"workbook/grader/policy"
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
	Missing  string // why there is nothing to grade, as a sentence; the exercise is not run then
}

// A Request says what to grade and how.
type Request struct {
	Submissions []Submission
	Race        RaceMode
	Seed        uint64 // of random inputs; 0 chooses one
	// Runs is how often each check is run, each time with the next seed; 0 means
	// once. A check has the outcome of the first run that did not pass, and the
	// race stage runs once. It shows an instructor whether a check is flaky.
	Runs int
	// Processors are values of GOMAXPROCS for the submission: Runs are done with the
	// first, then as many with the second, and the race stage runs once with each.
	// Nil leaves it to the runtime.
	Processors []int
	// Checks are the only ones to run, with those that they need; nil is all. What is
	// not run is not passed, so no submission passes by a part.
	Checks []string
	// FailFast ends the grading of a submission with the first required check
	// that fails; the others are not run.
	FailFast bool
}

// A Grader grades submissions to one course. It is safe for concurrent use.
type Grader struct {
	course *course.Course
	tools  *build.Toolchain
	jail   jail.Jail
	temp   string // for programs: the path of dir
	dir    *tempdir.Dir
	least  jail.Level

	// unchecked leaves the policy stage out, so that tests can see what the other
	// fences hold. Nothing but a test sets it.
	unchecked bool

	mu        sync.Mutex
	harnesses map[harnessKey]*harness
	controls  map[harnessKey]*control
}

// Options say how a Grader works. The zero value is what everybody wants.
type Options struct {
	// Level is how submissions are isolated; zero is the best that this machine has.
	Level jail.Level
	// Least is the weakest isolation that will do; zero is any. Work that nobody
	// vouches for wants jail.L2.
	Least jail.Level
}

// level is the one to use, or a [*jail.MissingError].
func (o Options) level() (jail.Level, error) {
	machine := jail.Probe()
	if o.Level == 0 && machine.Short != nil {
		return 0, machine.Short // never a weaker level than the machine has, unsaid
	}
	if o.Level == 0 {
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
	tools, err := build.Find(ctx, c.Root)
	if err != nil {
		return nil, err
	}
	dir, err := tempdir.Make()
	if err != nil {
		return nil, err
	}
	return &Grader{
		course: c, tools: tools, jail: jail.Cell{Level: level, Temp: dir.Path}, temp: dir.Path, dir: dir, least: o.Least,
		harnesses: map[harnessKey]*harness{}, controls: map[harnessKey]*control{},
	}, nil
}

// Close removes the Grader's temporary files. No Grade may be under way.
func (g *Grader) Close() error { return g.dir.Remove() }

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
	rep := &report.Report{Schema: report.Schema, Isolation: g.Isolation(), Seed: req.Seed, Exercises: []report.Exercise{}}
	for _, sub := range req.Submissions {
		gr := newGrading(g, sub, req, on)
		ex, err := gr.grade(ctx)
		if err != nil {
			return rep, err
		}
		rep.Exercises = append(rep.Exercises, ex)
		on(Finished{Exercise: ex})
	}
	return rep, nil
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
	_, err = g.harness(ctx, ex, race, tell)
	return err
}

// A harness is made once, by the first who needs it; the others wait.
type harness struct {
	ready chan struct{} // closed when the rest is set
	made  *build.Harness
	err   error
}

type harnessKey struct {
	exercise    string
	race        bool
	fingerprint string // of the hidden sources, which an instructor may be editing
}

func (g *Grader) key(id string, race bool) harnessKey {
	return harnessKey{exercise: id, race: race, fingerprint: fingerprint(g.course.SolutionDir(id), g.course.SharedDir())}
}

func (g *Grader) harness(ctx context.Context, ex *course.Exercise, race bool, progress build.Progress) (*build.Harness, error) {
	key := g.key(ex.ID, race)
	g.mu.Lock()
	h, ok := g.harnesses[key]
	if !ok {
		h = &harness{ready: make(chan struct{})}
		g.harnesses[key] = h
	}
	g.mu.Unlock()
	if !ok {
		h.made, h.err = g.makeHarness(ctx, ex, race, progress)
		if h.err != nil {
			g.forget(key) // so that the next one tries again
		}
		close(h.ready)
	}
	select {
	case <-h.ready:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if ok && errors.Is(h.err, context.Canceled) && ctx.Err() == nil {
		return g.harness(ctx, ex, race, progress) // whoever was making it gave up; we did not
	}
	return h.made, h.err
}

func (g *Grader) forget(key harnessKey) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.harnesses, key)
}

func (g *Grader) makeHarness(ctx context.Context, ex *course.Exercise, race bool, progress build.Progress) (*build.Harness, error) {
	temp, err := os.MkdirTemp(g.temp, ex.ID+"-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for programs: %w", err)
	}
	return g.tools.Harness(ctx, build.Spec{
		Root: g.course.Root, ID: ex.ID, Imports: policy.Allowed(ex.Imports), Race: race,
		Hidden: g.course.HasSolutions(), Temp: temp,
	}, progress)
}
