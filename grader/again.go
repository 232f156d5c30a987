package grader

import (
	"context"
	"slices"
	"sync"

	"workbook/grader/course"
	"workbook/grader/internal/trial"
	"workbook/grader/report"
)

// runAgain runs the inside checks that have passed a second time: under the race
// detector, and on all processors. The first failure ends both. When one stage looks alone
// at checks that were named, those that they need are not run again.
func runAgain(ctx context.Context, w *work) error {
	var passed []course.Check
	for _, c := range w.ledger.declared() {
		declared, _ := w.ex.Check(c.Name)
		if c.Kind == report.Inside && c.Verdict.Passed() && w.looksAgainAt(c.Name) {
			passed = append(passed, declared)
		}
	}
	if len(passed) == 0 {
		return race(ctx, w)
	}
	if !w.visibleOnly() && allRequiredPassed(w.ledger.declared()) { // a part is never a pass
		w.ledger.provisional()
	}
	both, enough := context.WithCancel(ctx)
	defer enough()
	var varied sync.WaitGroup
	if tries := w.plan().Again(); len(tries) > 0 && w.req.Alone == "" {
		varied.Go(func() {
			if vary(both, w, passed, tries) {
				enough()
			}
		})
	}
	varied.Go(func() {
		if schedules(both, w, passed) {
			enough()
		}
	})
	err := race(both, w)
	if w.ledger.bad(report.Race) {
		enough()
	}
	varied.Wait()
	if both.Err() != nil && ctx.Err() == nil {
		return errStop
	}
	return err
}

// looksAgainAt reports whether a check that has passed is one of those to run again.
func (w *work) looksAgainAt(name string) bool {
	return w.req.Alone == "" || len(w.req.Checks) == 0 || slices.Contains(w.req.Checks, name)
}

// vary runs checks on all processors, and reports whether that took a pass away.
func vary(ctx context.Context, w *work, checks []course.Check, tries []trial.Try) (failed bool) {
	defer w.ledger.begin(report.Inside)()
	ctx, enough := context.WithCancel(ctx)
	defer enough()
	var mu sync.Mutex
	checks, times := w.leftOver(ctx, w.programs, checks, tries)
	_ = w.schedule(checks).Run(ctx, func(ctx context.Context, c course.Check) report.Check {
		return w.named(w.untilBad(ctx, times, w.programs, c, tries))
	}, func(c report.Check) {
		mu.Lock()
		defer mu.Unlock()
		if !c.Verdict.Bad() {
			return
		}
		if c.Verdict.Failed() {
			c.Message += " (It held as long as one goroutine ran at a time: what happens depends on which is quicker.)"
		}
		w.ledger.record(c)
		if c.Required {
			failed = true
			enough()
		}
	})
	if failed {
		w.ledger.finish(w.checksStage(report.Inside))
	}
	return failed
}
