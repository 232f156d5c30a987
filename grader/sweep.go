package grader

import (
	"context"
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

// together gives the checks that pass in each of these runs, when they run one after the
// other in few processes. It is nil where a check could know of another, or nothing is saved.
func (w *work) together(ctx context.Context, p *programs, checks []course.Check, tries []trial.Try) (passed map[string]report.Check) {
	path, err := p.inside()
	if err != nil || len(checks) < 2 || w.remembers() {
		return nil
	}
	for i, t := range tries {
		passed = sweep(ctx, w.bench, shared(len(checks)), checks, trial.Program{Path: path, Race: p.race}, t)
		checks = slices.DeleteFunc(slices.Clone(checks), func(c course.Check) bool { return passed[c.Name].Name == "" })
		for name, out := range passed {
			if len(tries) > 1 {
				out.Run = i + 1
			}
			passed[name] = out
		}
	}
	return passed
}

// A rest is the inside checks that come after others, which they need: where those pass,
// these mostly do, and they run in few processes. It is safe for concurrent use.
type rest struct {
	checks []course.Check
	passed func() map[string]report.Check // has them run when it is called first
}

// outcome gives the outcome of a check that has passed in this way.
func (r rest) outcome(c course.Check) (out report.Check, passed bool) {
	if !comesAfter(c) || len(r.checks) < 2 {
		return out, false
	}
	out, passed = r.passed()[c.Name]
	return out, passed
}

// comesAfter reports whether a check is an inside one that needs another.
func comesAfter(c course.Check) bool { return c.Kind == report.Inside && len(c.Needs) > 0 }

// mostTries is of how many runs of a check a failure would show by itself again.
const mostTries = 4

// restOf is of these checks. It is of none where many runs of each are asked for, to see
// what fails now and then.
func (w *work) restOf(ctx context.Context, checks []course.Check) (r rest) {
	tries := w.plan().Inside()
	if len(tries) > mostTries {
		return r
	}
	r.checks = slices.DeleteFunc(slices.Clone(checks), func(c course.Check) bool { return !comesAfter(c) })
	r.passed = sync.OnceValue(func() map[string]report.Check { return w.together(ctx, w.programs, r.checks, tries) })
	return r
}

// leftOver are those of some checks that must be run one by one, and how often at most until
// one is said to hold: what has not held when checks that have passed ran again together.
// What went wrong there may do so now and then only.
func (w *work) leftOver(ctx context.Context, p *programs, checks []course.Check, tries []trial.Try) (left []course.Check, times int) {
	passed := w.together(ctx, p, checks, tries)
	if passed == nil {
		return checks, 1
	}
	return slices.DeleteFunc(slices.Clone(checks), func(c course.Check) bool { return passed[c.Name].Name != "" }), 5
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
