package trial

import (
	"context"
	"sync"
	"time"

	"workbook/grader/report"
)

// patience is how long a steady run may take before the same check begins on all
// processors as well. Nearly every check is over in a tenth of it.
const patience = 400 * time.Millisecond

// Steadily runs a check with run. Where a steady try comes to no end, because a loop
// waits for another goroutine and never lets it run, nothing in the process can say so:
// then a run on all processors says what is wrong, nearly as quickly as it ever did.
func Steadily(ctx context.Context, t Try, run func(context.Context, Try) report.Check) report.Check {
	if !t.Explain {
		return run(ctx, t)
	}
	ctx, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()
	begin := func(t Try) <-chan report.Check {
		ended := make(chan report.Check, 1)
		running.Go(func() { ended <- run(ctx, t) })
		return ended
	}
	var out report.Check
	var explained <-chan report.Check
	steady, late := begin(t), time.After(patience)
	for {
		select {
		case out = <-steady:
			if out.Verdict != report.Memory && out.Verdict != report.Timeout {
				return out
			}
			if steady = nil; explained == nil {
				late, explained = nil, begin(Try{Seed: t.Seed})
			}
		case <-late:
			late, explained = nil, begin(Try{Seed: t.Seed})
		case why := <-explained:
			if why.Verdict.Failed() {
				return why
			}
			if steady != nil {
				out = <-steady
			}
			if out.Verdict == report.Timeout {
				out.Message += " On several processors it comes to its end, and on one it does not: a loop that waits for another goroutine " +
					"keeps that one from running. Block until there is something to do."
			}
			return out
		}
	}
}
