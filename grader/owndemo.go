package grader

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/demo"
	"workbook/grader/internal/names"
	"workbook/grader/jail"
	"workbook/grader/policy"
	"workbook/grader/report"
)

// Limits of a course's own demo: a demo takes two seconds, and a busy machine longer.
const (
	demoWall      = 20 * time.Second
	demoOutputKiB = 64
)

// ownDemos are the programs that were built, by what they were built from, as long as the
// Grader is there.
type ownDemos struct {
	mu    sync.Mutex
	built map[[sha256.Size]byte]string
}

// A Reader is words that know which languages are wanted, the best first: "de-AT".
type Reader interface{ Languages() []string }

// Demo is an exercise's own demo, compiled and ready to be run in the jail. Without one it is
// an error. words are those in which it is said what is wrong with a parameter; of a [Reader]
// the demo is told which languages to speak.
func (g *Grader) Demo(ctx context.Context, exercise string, words report.Words) (demo.Demo, error) {
	ex, err := g.course.Exercise(exercise)
	if err != nil {
		return demo.Demo{}, err
	}
	if ex.Demo != course.OwnDemo {
		return demo.Demo{}, fmt.Errorf("%s has no demo of its own", ex.ID)
	}
	program, err := g.demoProgram(ctx, ex)
	if err != nil {
		return demo.Demo{}, err
	}
	own := ownDemo{jail: g.jail, ex: ex, program: program}
	if r, knows := words.(Reader); knows {
		own.wanted = r.Languages()
	}
	asked := demo.NewStream(nil)
	if err := own.tell(ctx, asked, demo.OwnAbout); err != nil {
		return demo.Demo{}, err
	}
	about, err := asked.About()
	if err != nil {
		return demo.Demo{}, own.wrong(err)
	}
	return demo.New(ex.ID, about.Title, about.Params, words, own.run), nil
}

// demoProgram builds the demo, unless that was done.
func (g *Grader) demoProgram(ctx context.Context, ex *course.Exercise) (string, error) {
	dir := g.course.OwnDemoDir(ex.ID)
	src, problems := policy.Read(dir, path.Join(names.Exercises, ex.ID, course.OwnDemo)+"/")
	if len(problems) > 0 {
		return "", fmt.Errorf("%s: %s", problems[0].File, problems[0].Message)
	}
	sum := sha256.Sum256([]byte(ex.ID + " " + src.Hash))
	g.demos.mu.Lock()
	defer g.demos.mu.Unlock()
	if program, ok := g.demos.built[sum]; ok {
		return program, nil
	}
	program, err := g.tools.Demo(ctx, g.jail, build.Spec{Root: g.course.Root, Module: g.module.Path, Go: g.module.Go, ID: ex.ID, Temp: g.dir.Path}, files(src))
	if failed := new(build.Failure); errors.As(err, &failed) {
		return "", fmt.Errorf("the demo does not compile: %s", firstProblems(failed.Output))
	}
	if err != nil {
		return "", err
	}
	if g.demos.built == nil {
		g.demos.built = map[[sha256.Size]byte]string{}
	}
	g.demos.built[sum] = program
	return program, nil
}

// firstProblems are the first of what the compiler has said, on one line.
func firstProblems(output string) string {
	const most = 3
	var said []string
	for _, p := range compileProblems(output) {
		at := ""
		if p.File != "" {
			at = fmt.Sprintf("%s:%d: ", p.File, p.Line)
		}
		said = append(said, report.OneLine(at+p.Message))
	}
	return strings.Join(said[:min(len(said), most)], "; ")
}

// An ownDemo is the program of one.
type ownDemo struct {
	jail    jail.Jail
	ex      *course.Exercise
	program string
	wanted  []string // languages
}

func (d ownDemo) run(ctx context.Context, values map[string]int, watch func(demo.Frame)) (demo.Result, error) {
	named := func(r demo.Result) demo.Result {
		r.Demo, r.Params = d.ex.ID, maps.Clone(values)
		return r
	}
	var show func(demo.Frame)
	if watch != nil {
		show = func(f demo.Frame) { f.Result = named(f.Result); watch(f) }
	}
	var args []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		args = append(args, fmt.Sprintf("%s=%d", name, values[name]))
	}
	told := demo.NewStream(show)
	if err := d.tell(ctx, told, args...); err != nil {
		return demo.Result{}, err
	}
	r, err := told.Result()
	if err != nil {
		return demo.Result{}, d.wrong(err)
	}
	return named(r), nil
}

// tell has the program tell something.
func (d ownDemo) tell(ctx context.Context, to *demo.Stream, args ...string) error {
	if len(d.wanted) > 0 {
		args = append([]string{demo.OwnIn + strings.Join(d.wanted, ",")}, args...)
	}
	limits := jail.Limits{Wall: demoWall, MemoryMiB: d.ex.Limits.MemoryMiB, OutputKiB: demoOutputKiB}
	res, err := d.jail.Run(ctx, jail.Command{
		Path: d.program, Args: args, ResultsEnv: demo.OwnEnv, Limits: limits,
		Watch: func(b []byte) { _, _ = to.Write(b) },
	})
	switch {
	case err != nil:
		return err
	case res.Cause == jail.WallClock:
		return d.wrong(fmt.Errorf("it ran for longer than %s and was stopped", demoWall))
	case res.Cause == jail.MemoryFull:
		return d.wrong(fmt.Errorf("it used more than %d MiB of memory and was stopped", limits.MemoryMiB))
	case res.Exit != 0 || res.Signal != nil:
		return d.wrong(fmt.Errorf("it ended with the exit status %d: %s", res.Exit, firstWords(res.Output)))
	}
	return nil
}

// firstWords is the first line of what a program has printed.
func firstWords(output []byte) string {
	const most = 200
	first, _, _ := bytes.Cut(bytes.TrimSpace(output), []byte("\n"))
	if len(first) == 0 {
		return "it has printed nothing"
	}
	return report.Cut(report.OneLine(string(first)), most)
}

// wrong says whose demo it is that is wrong.
func (d ownDemo) wrong(err error) error {
	return fmt.Errorf("%s: %w", filepath.ToSlash(path.Join(names.Exercises, d.ex.ID, course.OwnDemo)), err)
}
