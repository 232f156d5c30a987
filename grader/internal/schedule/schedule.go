// Package schedule runs the checks of an exercise: several at a time, in an order
// that a seed shuffles, and each once those that it needs have passed.
//
//	err := schedule.Schedule{Checks: checks, Seed: seed}.Run(ctx, run, done)
//
// What a check is and how it is run is not known here.
package schedule

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"

	"golang.org/x/sync/errgroup"

	"workbook/grader/course"
	"workbook/grader/report"
)

// A Schedule is what is to be run.
type Schedule struct {
	Checks []course.Check // a need that is not among them is taken for fulfilled
	Seed   uint64         // of their order
}

// Run runs every check with run. A check whose needs failed is told as not run.
// done is called once for every check, by several goroutines, before any check that
// needs it begins. The error is that ctx ended.
func (s Schedule) Run(ctx context.Context, run func(context.Context, course.Check) report.Check, done func(report.Check)) error {
	needs := newNeeds(s.Checks)
	slots := make(chan struct{}, max(2, runtime.GOMAXPROCS(0)))
	group, ctx := errgroup.WithContext(ctx)
	for _, i := range rand.New(rand.NewPCG(s.Seed, 0)).Perm(len(s.Checks)) {
		c := s.Checks[i]
		group.Go(func() error {
			missing, err := needs.wait(ctx, c)
			if err != nil {
				return err
			}
			out := c.Blank()
			if missing != nil {
				out.Verdict = report.NotRun
				out.Message = fmt.Sprintf("Not run: it makes sense only once %q passes.", missing.Title)
			} else {
				select {
				case slots <- struct{}{}:
				case <-ctx.Done():
					return ctx.Err()
				}
				out = run(ctx, c)
				<-slots
				if ctx.Err() != nil {
					return ctx.Err()
				}
			}
			done(out)
			needs.ended(c.Name, out.Verdict.Passed())
			return nil
		})
	}
	return group.Wait()
}
