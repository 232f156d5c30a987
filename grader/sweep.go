package grader

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"

	"workbook/grader/course"
	"workbook/grader/internal/trial"
	"workbook/grader/report"
)

// sweep runs checks in so many processes, and gives the outcomes of those that have passed.
// What has not must be run again by itself.
func sweep(ctx context.Context, b *trial.Bench, processes int, checks []course.Check, p trial.Program, t trial.Try) map[string]report.Check {
	held := map[string]report.Check{}
	var mu sync.Mutex
	var sweeping sync.WaitGroup
	for i := range min(processes, len(checks)) {
		var mine []course.Check
		for j := i; j < len(checks); j += processes {
			mine = append(mine, checks[j])
		}
		sweeping.Go(func() {
			all := b.Sweep(ctx, mine, p, t)
			mu.Lock()
			defer mu.Unlock()
			maps.Copy(held, all)
		})
	}
	sweeping.Wait()
	return held
}

// shared is in how many processes so many checks run: several in each, or it saves nothing.
func shared(checks int) int { return max(1, min(runtime.GOMAXPROCS(0), checks/2)) }

// sharedRuns are what came of checks that ran one after the other in few processes.
type sharedRuns struct {
	passed map[string]report.Check // in all runs
	missed map[string]int          // in which run, from 1, a check was not seen to pass
}

// together runs these checks so often, one after the other in few processes. It is nil where
// a check could know of another, or nothing is saved.
func (w *work) together(ctx context.Context, p *programs, checks []course.Check, tries []trial.Try) *sharedRuns {
	path, err := p.inside()
	if err != nil || len(checks) < 2 || w.remembers() {
		return nil
	}
	s := &sharedRuns{missed: map[string]int{}}
	for i, t := range tries {
		s.passed = sweep(ctx, w.bench, shared(len(checks)), checks, trial.Program{Path: path, Race: p.race}, t)
		checks = slices.DeleteFunc(slices.Clone(checks), func(c course.Check) bool {
			if s.passed[c.Name].Name != "" {
				return false
			}
			s.missed[c.Name] = i + 1
			return true
		})
		for name, out := range s.passed {
			if len(tries) > 1 {
				out.Run = i + 1
			}
			s.passed[name] = out
		}
	}
	return s
}

// A rest is the inside checks that run in few processes. Where somebody waits for the verdict
// these are those that come after others, which they need: where those pass, these mostly do.
// It is safe for concurrent use.
type rest struct {
	checks []course.Check
	tries  []trial.Try
	runs   func() *sharedRuns // has them run when it is called first
}

// outcome gives the outcome of a check: that of its runs among others, where it has passed
// in all of them, and otherwise that of its runs alone.
func (r rest) outcome(c course.Check, alone func() report.Check) report.Check {
	if !r.has(c) {
		return alone()
	}
	s := r.runs()
	if s == nil {
		return alone()
	}
	if out := s.passed[c.Name]; out.Name != "" {
		return out
	}
	out := alone()
	if r.many() && out.Verdict.Passed() {
		// Who asks for many wants to hear of what goes wrong once in a while.
		out.Message = fmt.Sprintf("It passed %d times by itself, and in run %d it was not seen to pass among other checks.", len(r.tries), s.missed[c.Name])
	}
	return out
}

// has reports whether a check is one of them.
func (r rest) has(c course.Check) bool {
	return c.Kind == report.Inside && (len(c.Needs) > 0 || r.many())
}

// many reports whether so many runs are wanted that nobody waits for the first.
func (r rest) many() bool { return len(r.tries) > mostTries }

// mostTries is how many runs tell what a check does; more look for what it does seldom.
const mostTries = 4

// restOf is of these checks, which run so often.
func (w *work) restOf(ctx context.Context, checks []course.Check, tries []trial.Try) rest {
	r := rest{tries: tries}
	r.checks = slices.DeleteFunc(slices.Clone(checks), func(c course.Check) bool { return !r.has(c) })
	r.runs = sync.OnceValue(func() *sharedRuns { return w.together(ctx, w.programs, r.checks, r.tries) })
	return r
}

// leftOver are those of some checks that must be run one by one, and how often at most until
// one is said to hold: what has not held when checks that have passed ran again together.
// What went wrong there may do so now and then only.
func (w *work) leftOver(ctx context.Context, p *programs, checks []course.Check, tries []trial.Try) (left []course.Check, times int) {
	s := w.together(ctx, p, checks, tries)
	if s == nil {
		return checks, 1
	}
	return slices.DeleteFunc(slices.Clone(checks), func(c course.Check) bool { return s.passed[c.Name].Name != "" }), 5
}

// untilBad runs a check by itself until it fails, so many times at most.
func (w *work) untilBad(ctx context.Context, times int, p *programs, c course.Check, tries []trial.Try) (out report.Check) {
	for range times {
		if out = p.check(ctx, w.control, c, tries); out.Verdict.Bad() || ctx.Err() != nil {
			break
		}
	}
	return out
}
