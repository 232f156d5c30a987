package grader

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/internal/fault"
	"workbook/grader/internal/names"
	"workbook/grader/internal/trace"
	"workbook/grader/report"
)

// race runs the inside checks again with the race detector. It comes last,
// because it is slow.
func race(ctx context.Context, w *work) error {
	if reason, verdict := noRace(w); reason != "" {
		w.ledger.finish(report.Stage{Name: report.Race, Verdict: verdict, Message: reason})
		return nil
	}
	defer w.ledger.begin(report.Race)()
	b, err := w.builder.compile(ctx, files(w.src), true)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return raceBuild(w, err)
	}
	defer b.Remove()
	inside := insideChecks(w.here())
	p := newPrograms(ctx, w.builder, b, true, inside)
	if _, err := p.inside(); ctx.Err() != nil {
		return ctx.Err()
	} else if err != nil {
		return raceBuild(w, err)
	}
	found, err := firstRace(ctx, w, p, inside)
	if found.Verdict == report.Pass && err != nil {
		return err
	}
	found.Message, found.File, found.Output = w.display.named(found.Message), w.display.named(found.File), w.display.named(found.Output)
	w.ledger.finish(found)
	return nil
}

func insideChecks(all []course.Check) []course.Check {
	return slices.DeleteFunc(slices.Clone(all), func(c course.Check) bool { return c.Kind != report.Inside })
}

// firstRace is how the stage ends with these checks: one race is enough, the others
// mostly say the same again. The error is that ctx ended.
func firstRace(ctx context.Context, w *work, p *programs, checks []course.Check) (report.Stage, error) {
	ctx, enough := context.WithCancel(ctx)
	defer enough()
	var mu sync.Mutex
	found := report.Stage{Name: report.Race, Verdict: report.Pass}
	tries := w.plan().Race()
	checks, times := w.leftOver(ctx, p, checks, tries)
	err := w.schedule(checks).Run(ctx, func(ctx context.Context, c course.Check) report.Check {
		return w.untilBad(ctx, times, p, c, tries)
	}, func(c report.Check) {
		mu.Lock()
		defer mu.Unlock()
		if found.Verdict.Failed() || !c.Verdict.Bad() || !c.Required {
			return
		}
		found = raceStage(w.names, c)
		if found.Verdict.Failed() {
			enough()
		}
	})
	return found, err
}

// raceBuild ends the race stage of a submission that could not be built for it,
// though it could without the detector.
func raceBuild(w *work, err error) error {
	var exceeded *build.Exceeded
	var failed *build.Failure
	s := report.Stage{Name: report.Race}
	switch {
	case errors.As(err, &exceeded):
		s.Verdict, s.Message = fault.TooMuch(exceeded)
	case errors.As(err, &failed):
		output := w.display.named(failed.Output)
		first := compileProblems(output)[0]
		s.Verdict, s.Message, s.File, s.Line, s.Output = report.CompileError, first.Message, first.File, first.Line, output
	default:
		return w.graderError(report.Race, err)
	}
	s.Message = "With the race detector, which looks at every use of memory, your code does not build. " + s.Message
	w.ledger.finish(s)
	return errStop
}

// noRace says why there is no race stage.
func noRace(w *work) (string, report.Verdict) {
	if w.req.Race == RaceOff {
		return "The race check was switched off.", report.NotRun
	}
	if len(insideChecks(w.here())) == 0 {
		return "This exercise has no inside checks to run under the race detector.", report.NotRun
	}
	err := w.shop.tools.RaceUnavailable()
	switch {
	case err == nil:
		return "", ""
	case w.req.Race == RaceOn:
		return fmt.Sprintf("The race check was asked for and cannot be done: %v.", err), report.GraderError
	default:
		return fmt.Sprintf("Data races were not looked for: %v.", err), report.NotRun
	}
}

// raceStage explains a check that failed under the race detector only.
func raceStage(n names.Names, c report.Check) report.Stage {
	s := report.Stage{Name: report.Race, Verdict: c.Verdict, File: c.File, Line: c.Line, Output: c.Output, Message: c.Message}
	if c.Verdict == report.GraderError {
		return s
	}
	s.Message = fmt.Sprintf("Under the race detector, which is slower, %q did not hold. %s", c.Title, c.Message)
	races := trace.ParseRaces([]byte(c.Output))
	if len(races) == 0 || len(races[0].Accesses) == 0 {
		return s
	}
	s.Verdict, s.Output = report.Fail, races[0].Text
	s.Message, s.File, s.Line = raceSentence(n, races[0])
	return s
}

// raceSentence names the two lines of a race, and the place to look at first.
func raceSentence(n names.Names, r trace.Race) (message, file string, line int) {
	var sides []string
	for _, a := range r.Accesses {
		f, ok := trace.First(a.Frames, n.Learner)
		if !ok {
			sides = append(sides, "a "+a.Op+" outside of your code")
			continue
		}
		if file == "" {
			file, line = f.Path(), f.Line
		}
		sides = append(sides, fmt.Sprintf("a %s at %s", a.Op, f))
	}
	for len(sides) < 2 {
		sides = append(sides, "an access that the detector has forgotten")
	}
	return fmt.Sprintf("Data race: two goroutines use the same memory at once, and nothing puts them in order: %s, and %s. "+
		"Give each goroutine its own variable, or guard the shared one with a channel or a mutex.", sides[0], sides[1]), file, line
}
