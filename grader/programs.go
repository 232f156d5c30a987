package grader

import (
	"context"
	"errors"
	"slices"
	"sync"

	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/internal/fault"
	"workbook/grader/internal/reference"
	"workbook/grader/internal/trial"
	"workbook/grader/report"
)

// programs are the test program and the subject program of one submission, each
// linked in the background from the moment that the checks start.
type programs struct {
	inside, outside func() (string, error)
	used            []func() (string, error) // those of the two that a check runs
	referee         string
	race            bool
}

func newPrograms(ctx context.Context, builder builder, b *build.Build, race bool, checks []course.Check) *programs {
	linked := func(link func(*build.Build, context.Context) (string, error)) func() (string, error) {
		return sync.OnceValues(func() (string, error) {
			path, err := link(b, ctx)
			err = builder.sure(ctx, err, race, func(reference *build.Build) error {
				_, err := link(reference, ctx)
				return err
			})
			return path, fault.Machine(err)
		})
	}
	p := &programs{
		inside:  linked((*build.Build).Inside),
		outside: linked((*build.Build).Subject),
		referee: b.Referee(),
		race:    race,
	}
	for _, kind := range []report.StageName{report.Inside, report.Outside} {
		if slices.ContainsFunc(checks, func(c course.Check) bool { return c.Kind == kind }) {
			p.used = append(p.used, func() (string, error) { return p.of(kind) })
		}
	}
	return p
}

// startLinking starts all links at once, before any check asks for them. The
// function that it returns waits for them to end.
func (p *programs) startLinking() (wait func()) {
	var links sync.WaitGroup
	for _, link := range p.used {
		links.Go(func() { _, _ = link() })
	}
	return links.Wait
}

// linked waits until nothing of this submission is being linked.
func (p *programs) linked() { p.startLinking()() }

// of gives the program that checks of a kind run.
func (p *programs) of(kind report.StageName) (string, error) {
	if kind == report.Outside {
		return p.outside()
	}
	return p.inside()
}

// check runs one check, each time in a fresh process, until it does not pass or all
// tries have.
func (p *programs) check(ctx context.Context, control *reference.Control, c course.Check, tries []trial.Try) report.Check {
	out := c.Blank()
	path, err := p.of(c.Kind)
	var failed *build.Failure
	var exceeded *build.Exceeded
	switch {
	case errors.As(err, &exceeded):
		out.Verdict, out.Message = fault.TooMuch(exceeded)
		return out
	case errors.As(err, &failed):
		out.Verdict, out.Message = report.NotRun, "Not run: the hidden tests do not compile with your package."
		return out
	case err != nil:
		out.Verdict, out.Message = report.GraderError, fault.Sentence("The grader could not build this check", err)
		return out
	}
	program := trial.Program{Path: path, Referee: p.referee, Race: p.race}
	for i, t := range tries {
		out = trial.Steadily(ctx, t, func(ctx context.Context, t trial.Try) report.Check {
			return control.Check(ctx, c, program, t, p.linked)
		})
		if len(tries) > 1 {
			out.Run = i + 1
		}
		if !out.Verdict.Passed() {
			break
		}
	}
	return out
}
