package grader

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/report"
)

// behave runs the outside and the inside checks side by side. It returns errStop
// when a required check was not seen to pass.
func (gr *grading) behave(ctx context.Context, checks []course.Check, progs *programs) error {
	kinds := map[report.StageName]report.StageName{report.Outside: report.Outside, report.Inside: report.Inside}
	left := map[report.StageName]int{}
	for _, c := range checks {
		left[c.Kind]++
	}
	for _, kind := range []report.StageName{report.Outside, report.Inside} {
		if left[kind] > 0 {
			gr.start(kinds[kind])
		} else {
			gr.finish(report.Stage{Name: kinds[kind], Verdict: report.NotRun,
				Message: fmt.Sprintf("This exercise has no %s checks.", kind)})
		}
	}
	running, enough := context.WithCancel(ctx)
	defer enough()
	var mu sync.Mutex
	err := gr.schedule(running, checks, func(ctx context.Context, c course.Check) report.Check {
		return gr.named(gr.runCheck(ctx, c, progs))
	}, func(c report.Check) {
		mu.Lock()
		defer mu.Unlock()
		kind := c.Kind
		gr.record(kinds[kind], c)
		if left[kind]--; left[kind] == 0 {
			gr.finish(gr.checksStage(kinds[kind], kind, progs))
		}
		if gr.req.FailFast && c.Required && c.Verdict.Failed() {
			enough()
		}
	})
	if err != nil && (ctx.Err() != nil || running.Err() == nil) {
		return err
	}
	if !allRequiredPassed(gr.declaredChecks()) {
		return errStop
	}
	return nil
}

func (gr *grading) record(stage report.StageName, c report.Check) {
	gr.mu.Lock()
	defer gr.mu.Unlock()
	gr.checks[c.Name] = c
	gr.on(CheckFinished{Exercise: gr.ex.ID, Stage: stage, Check: c})
}

// checksStage sums up the checks of one kind.
func (gr *grading) checksStage(name report.StageName, kind report.StageName, p *programs) report.Stage {
	s := report.Stage{Name: name, Verdict: report.Pass}
	var failed *build.Failure
	if _, err := p.of(kind); errors.As(err, &failed) {
		problem := gr.mismatch(failed)
		s.Verdict, s.Message, s.File, s.Line, s.Output = report.CompileError, problem.Message, problem.File, problem.Line, gr.name(failed.Output)
		return s
	}
	gr.mu.Lock()
	defer gr.mu.Unlock()
	var mine []report.Check
	passed := 0
	for _, c := range gr.declaredChecks() {
		if c.Kind == kind {
			mine = append(mine, c)
			if c.Verdict.Passed() {
				passed++
			}
		}
	}
	if c, bad := worst(mine); bad {
		s.Verdict, s.File, s.Line = c.Verdict, c.File, c.Line
	} else if slices.ContainsFunc(mine, func(c report.Check) bool { return c.Required && !c.Verdict.Passed() }) {
		s.Verdict = report.NotRun // as far as it matters: what they need did not pass
	}
	if s.Verdict != report.Pass {
		s.Message = fmt.Sprintf("%d of %d checks passed.", passed, len(mine))
	}
	return s
}

// schedule runs every check once those it needs have passed, several at a time,
// in an order that the seed shuffles. A check whose needs failed is told as not
// run. done is called once for every check, by several goroutines. The error is
// that ctx ended.
func (gr *grading) schedule(ctx context.Context, checks []course.Check,
	run func(context.Context, course.Check) report.Check, done func(report.Check)) error {

	ended := map[string]chan struct{}{} // closed when the check has a verdict
	verdicts := map[string]report.Verdict{}
	titles := map[string]string{}
	for _, c := range checks {
		ended[c.Name] = make(chan struct{})
		titles[c.Name] = c.Title
	}
	var mu sync.Mutex
	slots := make(chan struct{}, max(2, runtime.GOMAXPROCS(0)))
	group, ctx := errgroup.WithContext(ctx)
	order := rand.New(rand.NewPCG(gr.req.Seed, 0)).Perm(len(checks))
	for _, i := range order {
		c := checks[i]
		group.Go(func() error {
			out := blank(c)
			for _, need := range c.Needs {
				if ended[need] == nil {
					continue // not among the checks of this stage
				}
				select {
				case <-ended[need]:
				case <-ctx.Done():
					return ctx.Err()
				}
				mu.Lock()
				v := verdicts[need]
				mu.Unlock()
				if !v.Passed() && out.Verdict == "" {
					out.Verdict = report.NotRun
					out.Message = fmt.Sprintf("Not run: it makes sense only once %q passes.", titles[need])
				}
			}
			if out.Verdict == "" {
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
			mu.Lock()
			verdicts[c.Name] = out.Verdict
			mu.Unlock()
			done(out)
			close(ended[c.Name])
			return nil
		})
	}
	return group.Wait()
}

// wanted are the checks that the request asks for, with those that they need.
func (gr *grading) wanted() []course.Check {
	if len(gr.req.Checks) == 0 {
		return gr.ex.Checks
	}
	want := map[string]bool{}
	var add func(names []string)
	add = func(names []string) {
		for _, name := range names {
			if c, ok := gr.ex.Check(name); ok && !want[name] {
				want[name] = true
				add(c.Needs)
			}
		}
	}
	add(gr.req.Checks)
	return slices.DeleteFunc(slices.Clone(gr.ex.Checks), func(c course.Check) bool { return !want[c.Name] })
}

// programs are the test program and the subject program of one submission, each
// linked in the background from the moment that the checks start.
type programs struct {
	inside, outside func() (string, error)
	used            []func() (string, error) // those of the two that a check runs
	referee         string
	race            bool
	tries           map[report.StageName][]try
}

func (gr *grading) programs(ctx context.Context, b *build.Build, race bool, checks []course.Check) *programs {
	linked := func(link func(*build.Build, context.Context) (string, error)) func() (string, error) {
		return sync.OnceValues(func() (string, error) {
			path, err := link(b, ctx)
			err = gr.sureBuild(ctx, err, race, func(reference *build.Build) error {
				_, err := link(reference, ctx)
				return err
			})
			return path, notTheirs(err)
		})
	}
	p := &programs{
		inside:  linked((*build.Build).Inside),
		outside: linked((*build.Build).Subject),
		referee: b.Referee(),
		race:    race,
		tries:   gr.tries(race),
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

func (p *programs) of(kind report.StageName) (string, error) {
	if kind == report.Outside {
		return p.outside()
	}
	return p.inside()
}
