package grader

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/jail"
	"workbook/grader/report"
)

// A check that failed because time ran out says something about the code, or
// about the machine. The control tells which: the reference solution, in the same
// check, with the same limits and inputs. Where it passes, the failure is the
// submission's. Where it fails, both are tried again with nothing of this grading
// beside them, and when the reference goes on failing nobody can tell.
//
// A process that takes part in this is not trusted with more than before. It may
// claim that its failure is unsure, or the grader's, and what it gets is a control
// that passes. It can earn another run only while the reference fails as well, and
// that run passes only as any other does: by doing what the check asks for.

// controlRetries is how often the submission and the control are run again, alone.
const controlRetries = 2

const (
	tooBusy = "This machine was too busy to tell: the reference solution ran out of time in the same check as well. Grade again."
	// For a check that the reference fails whatever the machine does.
	brokenCheck = "This check cannot tell: the reference solution fails it as well, here and now. Tell whoever gave you the course."
)

// runSure is runOnce for a verdict that one can rely on.
func (gr *grading) runSure(ctx context.Context, c course.Check, p *programs, program string, t try) report.Check {
	cmd := gr.command(c, program, p, t)
	gr.alone.RLock()
	out, unsure := gr.runOnce(ctx, c, cmd)
	if !unsure || ctx.Err() != nil {
		gr.alone.RUnlock()
		return out
	}
	held, why := gr.controlHolds(ctx, c, p, t)
	gr.alone.RUnlock()
	if held || ctx.Err() != nil {
		return disbelieved(out)
	}
	p.linked() // so that no linker runs beside what follows
	gr.alone.Lock()
	defer gr.alone.Unlock()
	for again := 0; again < controlRetries && !gr.busy; again++ {
		if out, unsure = gr.runOnce(ctx, c, cmd); !unsure || ctx.Err() != nil {
			return out
		}
		if held, why = gr.controlHolds(ctx, c, p, t); held || ctx.Err() != nil {
			return disbelieved(out)
		}
	}
	gr.busy = true // the checks that follow need not find it out at the same length
	doubt := blank(c)
	doubt.Verdict, doubt.Message, doubt.DurationMS = report.GraderError, why, out.DurationMS
	return doubt
}

// disbelieved is the outcome of a check that the reference passes: where it says
// that the check itself is at fault, it is not so.
func disbelieved(out report.Check) report.Check {
	if out.Verdict == report.GraderError {
		out.Verdict, out.File, out.Line = report.Fail, "", 0
		out.Message = "With your code the check came to no end of its own, and with the reference solution it does. What it said of itself: " + clip(out.Message, 300) // it may be forged
	}
	return out
}

// controlHolds runs a check with the reference in the submission's place, and
// reports whether it passed; or else in a sentence what that means.
func (gr *grading) controlHolds(ctx context.Context, c course.Check, p *programs, t try) (bool, string) {
	program, err := gr.reference(ctx, p.race, c.Kind)
	if err != nil {
		return false, sentence("The grader could not build the reference solution, to see whether it has the time that your code did not have", err)
	}
	out, unsure := gr.runOnce(ctx, c, gr.command(c, program, p, t))
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

// A control is the reference solution of an exercise as programs.
type control struct {
	mu       sync.Mutex
	compiled *build.Build
	programs map[report.StageName]string
}

// control gives the control of an exercise, with nothing built yet at first.
func (g *Grader) control(id string, race bool) *control {
	key := g.key(id, race)
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.controls[key] == nil {
		g.controls[key] = &control{programs: map[report.StageName]string{}}
	}
	return g.controls[key]
}

// reference gives the program of the reference. It is made when the first check
// asks for it, and kept until the Grader is closed or the hidden sources change.
func (gr *grading) reference(ctx context.Context, race bool, kind report.StageName) (string, error) {
	c := gr.g.control(gr.ex.ID, race)
	c.mu.Lock()
	defer c.mu.Unlock()
	if path, ok := c.programs[kind]; ok {
		return path, nil
	}
	if c.compiled == nil {
		files, err := referenceFiles(gr.g.course.SolutionDir(gr.ex.ID))
		if err != nil {
			return "", err
		}
		if c.compiled, err = gr.build(ctx, files, race); err != nil {
			return "", err
		}
	}
	link := c.compiled.Inside
	if kind == report.Outside {
		link = c.compiled.Subject
	}
	path, err := link(ctx)
	if err != nil {
		return "", err
	}
	c.programs[kind] = path
	return path, nil
}

// sureBuild looks at the error of a build that says nothing certain about the
// submission. When the reference does not build either, here and now, it is the
// machine's fault. again is what comes after compiling.
func (gr *grading) sureBuild(ctx context.Context, err error, race bool, again func(*build.Build) error) error {
	if !uncertain(err) || !gr.g.course.HasSolutions() {
		return err
	}
	files, readErr := referenceFiles(gr.g.course.SolutionDir(gr.ex.ID))
	if readErr != nil {
		return readErr
	}
	h, harnessErr := gr.g.harness(ctx, gr.ex, race, nil)
	if harnessErr != nil {
		return harnessErr
	}
	// Anew, because what is asked is how it goes now.
	control, controlErr := h.Compile(ctx, gr.g.jail, files)
	if controlErr == nil {
		defer control.Remove()
		controlErr = again(control)
	}
	switch {
	case controlErr == nil:
		return err
	case errors.As(controlErr, new(*build.Exceeded)):
		return errors.New("this machine was too busy to tell: the reference solution took too long to build as well; grade again")
	default:
		return fmt.Errorf("the reference solution does not build here either: %v", controlErr) // no Failure any more
	}
}

// uncertain reports whether a build failed in a way that the machine can cause: it
// took too long, or a tool of Go's failed without naming a place in the source.
func uncertain(err error) bool {
	var exceeded *build.Exceeded
	var failed *build.Failure
	switch {
	case errors.As(err, &exceeded):
		return exceeded.Cause == jail.WallClock
	case errors.As(err, &failed):
		return staleCache(failed.Output) || !places.MatchString(failed.Output)
	}
	return false
}

// places are how a compiler begins what it has to say about a line of source.
var places = regexp.MustCompile(`(?m)^\s*\S+\.go:\d+`)

// referenceFiles reads the reference, without the hidden tests beside it.
func referenceFiles(dir string) ([]build.File, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("reading the reference: %w", err)
	}
	var files []build.File
	for _, e := range entries {
		if e.IsDir() || filepath.Ext(e.Name()) != ".go" || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, fmt.Errorf("reading the reference: %w", err)
		}
		files = append(files, build.File{Name: e.Name(), Data: data})
	}
	if len(files) == 0 {
		return nil, errors.New("there is no reference in " + dir)
	}
	return files, nil
}
