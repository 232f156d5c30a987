package grader

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/internal/names"
	"workbook/grader/internal/trace"
	"workbook/grader/report"
)

// raceExit is the exit code of a process in which the race detector found a race.
const raceExit = 66

// race runs the inside checks again with the race detector. It comes last,
// because it is slow.
func (gr *grading) race(ctx context.Context, src []build.File) error {
	if reason, verdict := gr.noRace(); reason != "" {
		gr.finish(report.Stage{Name: report.Race, Verdict: verdict, Message: reason})
		return nil
	}
	gr.start(report.Race)
	b, err := gr.build(ctx, src, true)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return gr.raceBuild(err)
	}
	defer b.Remove()
	var inside []course.Check
	for _, c := range gr.ex.Checks {
		if c.Kind == course.Inside {
			inside = append(inside, c)
		}
	}
	p := gr.programs(ctx, b, true, inside)
	if _, err := p.inside(); ctx.Err() != nil {
		return ctx.Err()
	} else if err != nil {
		return gr.raceBuild(err)
	}

	ctx, enough := context.WithCancel(ctx)
	defer enough()
	var mu sync.Mutex
	found := report.Stage{Name: report.Race, Verdict: report.Pass}
	err = gr.schedule(ctx, inside, func(ctx context.Context, c course.Check) report.Check {
		return gr.runCheck(ctx, c, p)
	}, func(c report.Check) {
		mu.Lock()
		defer mu.Unlock()
		if found.Verdict.Failed() || c.Verdict.Passed() || c.Verdict == report.NotRun || !c.Required {
			return
		}
		found = raceStage(gr.names, c)
		if found.Verdict.Failed() {
			enough() // one race is enough; the others mostly say the same again
		}
	})
	if found.Verdict == report.Pass && err != nil {
		return err
	}
	found.Message, found.File, found.Output = gr.name(found.Message), gr.name(found.File), gr.name(found.Output)
	gr.finish(found)
	return nil
}

// raceBuild ends the race stage of a submission that could not be built for it,
// though it could without the detector.
func (gr *grading) raceBuild(err error) error {
	var exceeded *build.Exceeded
	var failed *build.Failure
	s := report.Stage{Name: report.Race}
	switch {
	case errors.As(err, &exceeded):
		s.Verdict, s.Message = tooMuch(exceeded)
	case errors.As(err, &failed):
		output := gr.name(failed.Output)
		first := compileProblems(output)[0]
		s.Verdict, s.Message, s.File, s.Line, s.Output = report.CompileError, first.Message, first.File, first.Line, output
	default:
		return gr.graderError(report.Race, err)
	}
	s.Message = "With the race detector, which looks at every use of memory, your code does not build. " + s.Message
	gr.finish(s)
	return errStop
}

// noRace says why there is no race stage.
func (gr *grading) noRace() (string, report.Verdict) {
	if gr.req.Race == RaceOff {
		return "The race check was switched off.", report.NotRun
	}
	inside := false
	for _, c := range gr.ex.Checks {
		inside = inside || c.Kind == course.Inside
	}
	if !inside {
		return "This exercise has no inside checks to run under the race detector.", report.NotRun
	}
	err := gr.g.tools.RaceUnavailable()
	switch {
	case err == nil:
		return "", ""
	case gr.req.Race == RaceOn:
		return fmt.Sprintf("The race check was asked for and cannot be done: %v.", err), report.GraderError
	default:
		return fmt.Sprintf("Data races were not looked for: %v.", err), report.NotRun
	}
}

// provisional is the pass as it stands before the race stage.
func (gr *grading) provisional() report.Exercise {
	gr.mu.Lock()
	defer gr.mu.Unlock()
	ex := gr.result
	ex.Checks = gr.declaredChecks()
	for _, name := range report.Stages {
		if s, ok := gr.stages[name]; ok {
			ex.Stages = append(ex.Stages, s)
		}
	}
	for _, c := range ex.Checks {
		ex.Points += c.Points
	}
	ex.Verdict = report.Pass
	return ex
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
