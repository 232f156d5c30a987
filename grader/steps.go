package grader

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/internal/wire"
	"workbook/grader/report"
	"workbook/grader/steps"
)

// Steps runs one inside check on a submission under a schedule and records the run, step
// by step. It is not for a verdict: it needs no reference, and what fails here may be a
// check that cannot tell.
//
// Schedule 0 looks for one under which the check fails, always among the same, and gives
// the run with the fewest switches that it finds; where none fails, the run under the
// first of them. An empty check is the first of the exercise that fails so, or else its
// first inside check.
//
// The error is a [*NoStepsError] where there can be no steps of this.
func (g *Grader) Steps(ctx context.Context, sub Submission, check string, schedule uint64) (*steps.Run, error) {
	var run *steps.Run
	err := g.watched(ctx, sub, check, func(ctx context.Context, w *work, checks []course.Check) (err error) {
		run, err = record(ctx, w, checks, schedule)
		return err
	})
	return run, err
}

// watched compiles a submission, and has watch run the named check of it, or all that can be
// recorded. The error is a [*NoStepsError] where it does not come to that.
func (g *Grader) watched(ctx context.Context, sub Submission, check string, watch func(context.Context, *work, []course.Check) error) error {
	ex, err := g.course.Exercise(sub.Exercise)
	if err != nil {
		return err
	}
	w := newWork(g.workshop, ex, sub.Dir, Request{}, func(Event) {})
	checks, err := w.recordable(check)
	if err != nil {
		return err
	}
	if sub.Missing != "" {
		return &NoStepsError{Reason: CannotRun, Detail: sub.Missing}
	}
	err = w.run(ctx, append(vetted(), stage{run: func(ctx context.Context, w *work) error { return watch(ctx, w, checks) }}))
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if errors.Is(err, errStop) {
		return w.stopped()
	}
	return err
}

// A NoStepsError says why a check was not recorded.
type NoStepsError struct {
	Reason NoStepsReason
	Check  string   // that was asked for
	Checks []string // that can be recorded
	Detail string   // what is wrong with the submission or the machine, in a sentence
}

// A NoStepsReason is why there are no steps.
type NoStepsReason string

// The reasons.
const (
	CannotRun    NoStepsReason = "the code cannot be run"
	NoSuchCheck  NoStepsReason = "no such check"
	OutsideCheck NoStepsReason = "an outside check" // which has a process of its own
	NoTests      NoStepsReason = "no hidden tests"
	Unsteady     NoStepsReason = "no steady runs"
	NoTrace      NoStepsReason = "no trace" // of a run that has come to an end all the same
)

func (e *NoStepsError) Error() string {
	switch e.Reason {
	case NoSuchCheck:
		return fmt.Sprintf("there is no check %s; there are %s", e.Check, strings.Join(e.Checks, ", "))
	case OutsideCheck:
		return fmt.Sprintf("%s has no schedules: it talks to a real process, which has all processors", e.Check)
	case NoTests:
		return "this copy of the course has no hidden tests that could be run under a schedule"
	case Unsteady:
		return "goroutines cannot be made to take turns on this machine: " + e.Detail
	case NoTrace:
		return "there is no trace of this run: " + e.Detail
	}
	return "the code cannot be run yet: " + e.Detail
}

// vetted are the stages after which a submission may be built and run.
func vetted() []stage {
	for i, s := range pipeline {
		if s.tells[0] == report.Outside {
			return pipeline[:i:i]
		}
	}
	return nil
}

// recordable are the checks that may be meant by a name.
func (w *work) recordable(name string) ([]course.Check, error) {
	var inside []course.Check
	no := &NoStepsError{Check: name}
	if w.visibleOnly() || w.shop.course.HasSolutions() {
		for _, c := range w.here() {
			if c.Kind == report.Inside {
				inside = append(inside, c)
				no.Checks = append(no.Checks, c.Name)
			}
		}
	}
	c, declared := w.ex.Check(name)
	switch {
	case name != "" && !declared:
		no.Reason = NoSuchCheck
	case name != "" && c.Kind != report.Inside:
		no.Reason = OutsideCheck
	case len(inside) == 0:
		no.Reason = NoTests
	case name == "":
		return inside, nil
	default:
		for _, c := range inside {
			if c.Name == name {
				return []course.Check{c}, nil
			}
		}
		no.Reason = NoTests
	}
	return nil, no
}

// stopped is why a stage has ended the grading.
func (w *work) stopped() error {
	ex := w.ledger.conclude()
	detail := ex.Message
	if ex.File != "" {
		detail = fmt.Sprintf("%s:%d: %s", ex.File, ex.Line, detail)
	}
	if ex.Verdict == report.GraderError {
		return errors.New(detail)
	}
	return &NoStepsError{Reason: CannotRun, Detail: detail}
}

// record builds a submission with points, and records a run of one of the checks.
func record(ctx context.Context, w *work, checks []course.Check, schedule uint64) (*steps.Run, error) {
	if err := w.compiled.Unsteady(); err != nil {
		return nil, &NoStepsError{Reason: Unsteady, Detail: err.Error()}
	}
	b, err := w.builder.compileWithPoints(ctx, files(w.src))
	if err != nil {
		return nil, err
	}
	defer b.Remove()
	path, err := b.Inside(ctx)
	if failed := new(build.Failure); errors.As(err, &failed) {
		return nil, &NoStepsError{Reason: CannotRun, Detail: w.mismatch(failed).Message}
	}
	if err != nil {
		return nil, err
	}
	w.setUpBench()
	h := newHunt(w, len(checks))
	h.program.Path = path
	r := &recorder{hunt: h, points: b.Points()}
	return r.find(ctx, checks, schedule)
}

// A recorder records runs of one submission.
type recorder struct {
	hunt   *hunt
	points []build.Point
}

// shortest is among how many runs that fail the shortest is looked for.
const shortest = 4

// find records the run that is asked for.
func (r *recorder) find(ctx context.Context, checks []course.Check, schedule uint64) (*steps.Run, error) {
	first, count := uint64(1), DefaultSchedules.Count
	if schedule != 0 {
		first, count = schedule, 1
	}
	if schedule != 0 && len(checks) == 1 {
		run, _, err := r.record(ctx, checks[0], schedule)
		return run, err
	}
	for _, c := range checks {
		run, err := r.failing(ctx, c, first, count)
		if run != nil || err != nil {
			return run, err
		}
	}
	run, _, err := r.record(ctx, checks[0], first)
	return run, err
}

// failing records the shortest run of a check that fails, among the first few; it is nil
// when none does.
func (r *recorder) failing(ctx context.Context, c course.Check, first, count uint64) (*steps.Run, error) {
	var best *steps.Run
	for found, next := 0, first; found < shortest && next < first+count; found++ {
		r.hunt.each = wire.Schedules{First: next, Count: first + count - next}
		out, unsure := r.hunt.run(ctx, c, r.hunt.program, r.hunt.each)
		if !out.Verdict.Failed() {
			break
		}
		number := max(out.Schedule, next)
		if !unsure {
			again, found := r.hunt.again(ctx, c, within(r.hunt.each, out.Schedule))
			if !found {
				break
			}
			number = again.Schedule
		}
		run, _, err := r.record(ctx, c, number)
		if err != nil {
			return nil, err
		}
		if run.Verdict.Failed() && (best == nil || run.Switches() < best.Switches()) {
			best = run
		}
		if unsure {
			break // each takes as long as a check may
		}
		next = number + 1
	}
	return best, ctx.Err()
}

// record records one run, and gives it with how the check ended.
func (r *recorder) record(ctx context.Context, c course.Check, schedule uint64) (*steps.Run, report.Check, error) {
	w := r.hunt.w
	out, rec, err := w.bench.Record(ctx, c, r.hunt.program, underSchedules(wire.Schedules{First: schedule, Count: 1}))
	if err != nil {
		return nil, out, err
	}
	out = w.named(out)
	run := &steps.Run{
		Schema: steps.Schema, Exercise: w.ex.ID, Check: c.Name, Title: c.Title, Schedule: schedule,
		Verdict: out.Verdict, Message: report.Terminal(out.Message), Sources: w.sources(),
	}
	rec.Points = r.points
	rec.Fill(run)
	return run, out, nil
}

// sources are the files of the submission as they are run.
func (w *work) sources() []steps.Source {
	var all []steps.Source
	for _, f := range w.src.Files {
		all = append(all, steps.Source{Name: f.Name, Text: string(f.Data)})
	}
	return all
}
