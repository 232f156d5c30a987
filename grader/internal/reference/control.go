package reference

import (
	"context"
	"sync"

	"workbook/grader/course"
	"workbook/grader/internal/fault"
	"workbook/grader/internal/trial"
	"workbook/grader/report"
)

// retries is how often the submission and the control are run again, alone.
const retries = 2

const (
	tooBusy = "This machine was too busy to tell: the reference solution ran out of time in the same check as well. Grade again."
	// For a check that the reference fails whatever the machine does.
	// For a failure that could be the machine's as well.
	noReference = " (There is no reference solution here to compare with: if this machine is busy, grade again.)"
	brokenCheck = "This check cannot tell: the reference solution fails it as well, here and now. Tell whoever gave you the course."
)

// A Control runs the checks of one submission, and holds failures that are not certain
// against the reference. It is safe for concurrent use, and must not be copied.
type Control struct {
	// Run runs a check once; see [trial.Bench.Run].
	Run func(context.Context, course.Check, trial.Program, trial.Try) (out report.Check, unsure bool)
	// Reference gives the reference's program for a check. It is nil in a student release,
	// where a failure that is not certain stands when it comes again with nothing beside it.
	Reference func(ctx context.Context, kind report.StageName, race bool) (string, error)

	alone sync.RWMutex // held to write by a check that nothing must run beside, to read by others
	busy  bool         // the machine is too busy to tell; guarded by alone
}

// Check runs a check for a verdict that one can rely on. quiet waits until the
// submission's programs are linked.
func (k *Control) Check(ctx context.Context, c course.Check, p trial.Program, t trial.Try, quiet func()) report.Check {
	k.alone.RLock()
	out, unsure := k.Run(ctx, c, p, t)
	if !unsure || ctx.Err() != nil {
		k.alone.RUnlock()
		return out
	}
	if k.Reference == nil {
		k.alone.RUnlock()
		return k.unaided(ctx, c, p, t, quiet)
	}
	held, why := k.holds(ctx, c, p, t)
	k.alone.RUnlock()
	if held || ctx.Err() != nil {
		return disbelieved(out)
	}
	quiet() // so that no linker runs beside what follows
	k.alone.Lock()
	defer k.alone.Unlock()
	for again := 0; again < retries && !k.busy; again++ {
		if out, unsure = k.Run(ctx, c, p, t); !unsure || ctx.Err() != nil {
			return out
		}
		if held, why = k.holds(ctx, c, p, t); held || ctx.Err() != nil {
			return disbelieved(out)
		}
	}
	k.busy = true // the checks that follow need not find it out at the same length
	doubt := c.Blank()
	doubt.Verdict, doubt.Message, doubt.DurationMS = report.GraderError, why, out.DurationMS
	return doubt
}

// unaided runs a check again that failed and is not certain, where there is no reference.
func (k *Control) unaided(ctx context.Context, c course.Check, p trial.Program, t trial.Try, quiet func()) report.Check {
	quiet()
	k.alone.Lock()
	defer k.alone.Unlock()
	var out report.Check
	for range retries {
		var unsure bool
		if out, unsure = k.Run(ctx, c, p, t); !unsure || ctx.Err() != nil {
			return out
		}
	}
	out.Message += noReference
	return out
}

// holds runs a check with the reference in the submission's place, and reports whether
// it passed; or else in a sentence what that means.
func (k *Control) holds(ctx context.Context, c course.Check, p trial.Program, t trial.Try) (passed bool, why string) {
	var err error
	if p.Path, err = k.Reference(ctx, c.Kind, p.Race); err != nil {
		return false, fault.Sentence("The grader could not build the reference solution, to see whether it has the time that your code did not have", err)
	}
	out, unsure := k.Run(ctx, c, p, t)
	switch {
	case out.Verdict.Passed():
		return true, ""
	case out.Verdict == report.GraderError:
		return false, out.Message
	case unsure:
		return false, tooBusy
	default:
		return false, brokenCheck
	}
}

// disbelieved is the outcome of a check that the reference passes: where it says
// that the check itself is at fault, it is not so.
func disbelieved(out report.Check) report.Check {
	if out.Verdict == report.GraderError {
		out.Verdict, out.File, out.Line = report.Fail, "", 0
		out.Message = "With your code the check came to no end of its own, and with the reference solution it does. What it said of itself: " + report.Cut(out.Message, 300) // it may be forged
	}
	return out
}
