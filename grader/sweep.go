package grader

import (
	"context"
	"maps"
	"runtime"
	"slices"
	"sync"

	"workbook/grader/course"
	"workbook/grader/internal/contract"
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

// A rest is the inside checks that come after others, which they need: where those pass,
// these mostly do, and they run in few processes. It is safe for concurrent use.
type rest struct {
	w      *work
	checks []course.Check
	tries  []trial.Try
	once   sync.Once
	passed map[string]report.Check // for those to read who have seen once done
}

// outcome gives the outcome of a check that has passed in this way. Who asks first has the
// checks run.
func (r *rest) outcome(ctx context.Context, c course.Check) (out report.Check, passed bool) {
	if len(r.checks) < 2 || !slices.ContainsFunc(r.checks, named(c)) {
		return out, false
	}
	r.once.Do(func() { r.passed = r.sweep(ctx) })
	out, passed = r.passed[c.Name]
	return out, passed
}

// sweep gives the checks that pass in each of the runs that are asked for.
func (r *rest) sweep(ctx context.Context) (passed map[string]report.Check) {
	path, err := r.w.programs.inside()
	if err != nil {
		return nil
	}
	left := r.checks
	for i, t := range r.tries {
		passed = sweep(ctx, r.w.bench, shared(len(left)), left, trial.Program{Path: path}, t)
		left = slices.DeleteFunc(slices.Clone(left), func(c course.Check) bool { return passed[c.Name].Name == "" })
		for name, out := range passed {
			if len(r.tries) > 1 {
				out.Run = i + 1
			}
			passed[name] = out
		}
	}
	return passed
}

// mostTries is of how many runs of a check a failure would show by itself again.
const mostTries = 4

// restOf is of these checks. It is of none where many runs of each are asked for, to see
// what fails now and then, or where a check could know what there was before it.
func (w *work) restOf(checks []course.Check) *rest {
	r := &rest{w: w, tries: w.plan().Inside()}
	if len(r.tries) > mostTries || w.remembers() {
		return r
	}
	r.checks = slices.DeleteFunc(slices.Clone(checks), func(c course.Check) bool {
		return c.Kind != report.Inside || len(c.Needs) == 0
	})
	return r
}

func named(c course.Check) func(course.Check) bool {
	return func(other course.Check) bool { return other.Name == c.Name }
}

// remembers reports whether a submission can remember something from one check to the
// next when both run in one process. Then each has a process that knows of no other.
func (w *work) remembers() bool { return contract.Remembers(w.src.Files) }

// leftOver are those of some checks that must be run one by one, and how often at most until
// one is said to hold: what has not held when checks that have passed ran again, one after
// the other in few processes. What went wrong there may do so now and then only.
func (w *work) leftOver(ctx context.Context, p *programs, checks []course.Check, tries []trial.Try) (left []course.Check, times int) {
	path, err := p.inside()
	if err != nil || len(checks) < 2 || w.remembers() {
		return checks, 1
	}
	holding := slices.Clone(checks)
	for _, t := range tries {
		held := sweep(ctx, w.bench, shared(len(holding)), holding, trial.Program{Path: path, Race: p.race}, t)
		holding = slices.DeleteFunc(holding, func(c course.Check) bool { return held[c.Name].Name == "" })
	}
	return slices.DeleteFunc(slices.Clone(checks), func(c course.Check) bool { return slices.ContainsFunc(holding, named(c)) }), 5
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
