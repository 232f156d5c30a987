// Package bench measures how long a verdict takes and what it costs, against what anybody
// has without workbook: `go test` of the same hidden tests, with the same edit, in the same
// run. What a machine does meanwhile hits both, so the ratios say more than the times.
//
//	b := bench.New(c, bench.Options{Runs: 20, Command: "./workbook"})
//	rep, err := b.Run(ctx, []string{"02_spawned"}, nil)
//	rep.WriteText(os.Stdout)
//
// What is graded is the reference with an edit in it that differs each time and moves the
// lines below it, as a learner's save does; nobody has built it before.
// [Trace] takes one such grading apart.
package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"workbook/grader"
	"workbook/grader/course"
)

// Options say what to measure.
type Options struct {
	Runs    int           // of everything; 0 is 3
	Command string        // the program to measure from the command line; empty leaves that out
	Fresh   bool          // measure the first verdict ever, too: it builds the standard library anew
	Stay    time.Duration // how long one command may take; 0 is ten minutes
}

// A Bench measures a course.
type Bench struct {
	course *course.Course
	opt    Options
}

// New gives a bench for c, which must have its hidden tests.
func New(c *course.Course, opt Options) (*Bench, error) {
	if !c.HasSolutions() {
		return nil, errors.New("this copy of the course has no solutions/: there are no hidden tests to measure")
	}
	if opt.Runs <= 0 {
		opt.Runs = 3
	}
	if opt.Stay <= 0 {
		opt.Stay = 10 * time.Minute
	}
	return &Bench{course: c, opt: opt}, nil
}

// Run measures exercises, one after the other. tell may be nil; it is told what is being
// measured.
func (b *Bench) Run(ctx context.Context, ids []string, tell func(string)) (*Report, error) {
	if tell == nil {
		tell = func(string) {}
	}
	temp, err := os.MkdirTemp("", "workbook-bench-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for submissions: %w", err)
	}
	defer os.RemoveAll(temp)
	g, err := grader.New(b.course, grader.Options{})
	if err != nil {
		return nil, err
	}
	defer g.Close()
	rep := &Report{Schema: Schema, Machine: thisMachine(g), Runs: b.opt.Runs}
	for _, id := range ids {
		one, err := b.exercise(ctx, g, temp, id, tell)
		if err != nil {
			return nil, fmt.Errorf("measuring %s: %w", id, err)
		}
		rep.Exercises = append(rep.Exercises, *one)
	}
	if b.opt.Fresh {
		tell("the first verdict ever: building the standard library")
		if rep.First, err = b.first(ctx, temp, ids[0]); err != nil {
			return nil, fmt.Errorf("measuring the first verdict: %w", err)
		}
	}
	return rep, nil
}

// first measures the first verdict ever.
func (b *Bench) first(ctx context.Context, temp, id string) (float64, error) {
	s, err := newSaves(b.course, filepath.Join(temp, "first"), id)
	if err != nil {
		return 0, err
	}
	return runner{b.opt.Stay}.first(ctx, s, temp)
}

// exercise measures one exercise. Each run does everything once, so that what else the
// machine does is shared fairly.
func (b *Bench) exercise(ctx context.Context, g *grader.Grader, temp, id string, tell func(string)) (*Exercise, error) {
	s, err := newSaves(b.course, temp, id)
	if err != nil {
		return nil, err
	}
	race := g.RaceUnavailable() == nil
	for _, with := range []bool{false, true} {
		if err := g.Warm(ctx, id, with && race, nil); err != nil {
			return nil, err
		}
	}
	all := map[string][]sample{}
	for run := range b.opt.Runs + 1 {
		tell(fmt.Sprintf("%s: run %d of %d", id, run, b.opt.Runs))
		for _, m := range b.measurements(g, s, race) {
			got, err := m.take(ctx)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", m.name, err)
			}
			if run == 0 { // it fills caches: the go command builds what it needs with an edit
				continue
			}
			for name, v := range got {
				all[name] = append(all[name], v)
			}
		}
	}
	return newExercise(id, all), nil
}

// A measurement is one thing to do and what it is measured by.
type measurement struct {
	name string
	take func(context.Context) (map[string]sample, error)
}

// measurements are what each run does, in this order.
func (b *Bench) measurements(g *grader.Grader, s *saves, race bool) []measurement {
	r := runner{b.opt.Stay}
	p := plain{runner: r, saves: s}
	built := program{r, b.opt.Command}
	own := grading{grader: g, saves: s}
	list := []measurement{
		{"grading what does not compile", own.broken},
		{"go test of what does not compile", p.broken},
		{"grading as at home", own.home},
		{"go test", p.inside},
		{"grading without race", own.light},
		{"go test with the outside checks", p.withOutside},
		{"grading as a class is", own.class},
		{"go test -race", p.race},
		{"workbook grade", built.grade(s, "command", "--untrusted", "--schedules", "off")},
		{"workbook grade --race off", built.grade(s, "command without race", "--race", "off", "--schedules", "off")},
	}
	var out []measurement
	for _, m := range list {
		needsRace := m.name == "go test -race" || m.name == "workbook grade" || m.name == "grading as a class is"
		command := m.name == "workbook grade" || m.name == "workbook grade --race off"
		if needsRace && !race || command && b.opt.Command == "" || m.name == "go test with the outside checks" && !s.outside {
			continue
		}
		out = append(out, m)
	}
	return out
}
