package grader

import (
	"context"
	"errors"
	"fmt"
	"go/token"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/policy"
	"workbook/grader/report"
)

// A grading is one submission on its way to a verdict.
type grading struct {
	g       *Grader
	ex      *course.Exercise
	dir     string // of the submission
	absent  string // why there is none
	display string // how its files are named to people: "exercises/02_spawned"
	req     Request
	began   time.Time
	unknown error // the course has no such exercise
	virtual *regexp.Regexp
	src     *policy.Source // as it was read, once; the folder may change meanwhile
	home    token.Position // of the submission's first exported function: where to look when nothing better is known

	alone sync.RWMutex // held to write by a check that nothing must run beside, to read by others
	busy  bool         // the machine is too busy to tell; guarded by alone

	mu     sync.Mutex // guards what follows, and calls of on
	on     func(Event)
	result report.Exercise
	stages map[report.StageName]report.Stage
	starts map[report.StageName]time.Time
	checks map[string]report.Check
}

func newGrading(g *Grader, sub Submission, req Request, on func(Event)) *grading {
	gr := &grading{
		g: g, dir: sub.Dir, absent: sub.Missing, req: req, on: on, began: time.Now(),
		stages: map[report.StageName]report.Stage{},
		starts: map[report.StageName]time.Time{},
		checks: map[string]report.Check{},
	}
	gr.ex, gr.unknown = g.course.Exercise(sub.Exercise)
	if gr.unknown != nil {
		gr.ex = &course.Exercise{ID: sub.Exercise}
	}
	if gr.dir == "" {
		gr.dir = g.course.ExerciseDir(gr.ex.ID)
	}
	gr.virtual = virtualNames(gr.ex.ID)
	gr.display = displayDir(g.course.Root, gr.dir, gr.ex.ID)
	gr.result = report.Exercise{ID: gr.ex.ID, Title: gr.ex.Title, MaxPoints: gr.ex.Points()}
	return gr
}

// displayDir names a folder as a person would: relative to the course where it
// lies inside it, as given where it does not. A path from the root of this machine
// says nothing to whoever gets the report on another one, and more than it should of
// who has made it: there the files are named as they stand in a course.
func displayDir(root, dir, id string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		if rel, err := filepath.Rel(root, abs); err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel)
		}
	}
	if filepath.IsAbs(dir) {
		return "exercises/" + id
	}
	return filepath.ToSlash(filepath.Clean(dir))
}

// errStop ends a grading early; the stage that failed has said why.
var errStop = errors.New("a stage failed")

// grade runs the stages. The only error is that ctx ended.
func (gr *grading) grade(ctx context.Context) (report.Exercise, error) {
	err := gr.run(ctx)
	if ctx.Err() != nil {
		return report.Exercise{}, ctx.Err()
	}
	if err != nil && !errors.Is(err, errStop) {
		gr.result.Verdict, gr.result.Message = report.GraderError, sentence("The grader failed", err)
	}
	return gr.conclude(), nil
}

func (gr *grading) run(ctx context.Context) error {
	if gr.unknown != nil {
		return gr.unknown
	}
	if gr.absent != "" {
		gr.nothingToGrade()
		return errStop
	}
	src, err := gr.read()
	if err != nil {
		return err
	}
	if err := gr.policy(src); err != nil {
		return err
	}
	resume := gr.pause(report.Policy)
	b, err := gr.compile(ctx, src)
	resume()
	if err != nil {
		gr.policyUnfinished()
		return err
	}
	defer b.Remove()
	if err := gr.policyOfTypes(ctx, src, b.Size()); err != nil {
		return err
	}
	if !gr.g.course.HasSolutions() {
		gr.withoutHiddenTests()
		return errStop
	}
	if err := gr.steadyEnough(b); err != nil {
		return err
	}
	checks := gr.wanted()
	progs := gr.programs(ctx, b, false, checks)
	defer progs.startLinking()()
	if err := gr.behave(ctx, checks, progs); err != nil {
		return err
	}
	return gr.again(ctx, src, progs)
}

// withoutHiddenTests ends the grading of a student release, which can say that
// code compiles and no more.
func (gr *grading) withoutHiddenTests() {
	const why = "This copy of the course has no hidden tests: hand in your work to have it graded."
	gr.untried(why, report.Outside, report.Inside, report.Race)
}

// nothingToGrade ends the grading of what nobody has handed in.
func (gr *grading) nothingToGrade() {
	gr.untried(gr.absent, report.Read)
	for _, name := range report.Stages[1:] {
		gr.finish(report.Stage{Name: name, Verdict: report.NotRun, Message: "There is nothing to grade."})
	}
}

// untried says why neither the stages nor any check are run.
func (gr *grading) untried(why string, stages ...report.StageName) {
	gr.result.Message = why
	for _, name := range stages {
		gr.finish(report.Stage{Name: name, Verdict: report.NotRun, Message: why})
	}
	for _, declared := range gr.ex.Checks {
		c := blank(declared)
		c.Verdict, c.Message = report.NotRun, why
		gr.checks[c.Name] = c
	}
}

func (gr *grading) read() (*policy.Source, error) {
	gr.start(report.Read)
	src, problems := policy.Read(gr.dir, gr.display+"/")
	for range 20 {
		if !slices.ContainsFunc(problems, func(p report.Problem) bool { return p.Rule == "changed" }) {
			break
		}
		// Somebody saves just now, which nobody is refused for.
		src, problems = policy.Read(gr.dir, gr.display+"/")
	}
	for _, p := range problems {
		if p.Rule == "unreadable" {
			// Whoever unpacked it set its modes, or runs this as somebody else.
			return nil, gr.graderError(report.Read, fmt.Errorf("%s, as this user. %s", strings.TrimSuffix(p.Message, "."), p.Hint))
		}
	}
	if len(problems) > 0 {
		return nil, gr.refuse(report.Read, report.Refused, problems, "")
	}
	gr.src = src
	gr.finish(report.Stage{Name: report.Read, Verdict: report.Pass})
	return src, nil
}

// policy applies the rules that can be told from the source alone, and leaves the
// stage open for [grading.policyOfTypes].
func (gr *grading) policy(src *policy.Source) error {
	gr.start(report.Policy)
	if gr.g.unchecked {
		gr.finish(report.Stage{Name: report.Policy, Verdict: report.NotRun, Message: "Policy was switched off."})
		return nil
	}
	syntax, refusals := policy.Check(src, gr.rules())
	switch {
	case len(refusals) > 0:
		return gr.refuse(report.Policy, report.Refused, refusals, "")
	case len(syntax) > 0:
		// What cannot be parsed cannot be vetted, so it is not compiled either;
		// to the learner it is a compile error like any other.
		gr.finish(report.Stage{Name: report.Policy, Verdict: report.NotRun, Message: "The code cannot be parsed yet."})
		gr.start(report.Compile)
		return gr.refuse(report.Compile, report.CompileError, syntax, "")
	}
	gr.home = firstFunction(src)
	return nil
}

func (gr *grading) compile(ctx context.Context, src *policy.Source) (*build.Build, error) {
	gr.start(report.Compile)
	b, err := gr.build(ctx, files(src), false)
	if failed := new(build.Failure); errors.As(err, &failed) {
		output := gr.name(failed.Output)
		return nil, gr.refuse(report.Compile, report.CompileError, compileProblems(output), output)
	}
	if exceeded := new(build.Exceeded); errors.As(err, &exceeded) {
		verdict, message := tooMuch(exceeded)
		return nil, gr.refuse(report.Compile, verdict, []report.Problem{{Message: message}}, "")
	}
	if err != nil {
		return nil, gr.graderError(report.Compile, err)
	}
	if gr.g.course.HasSolutions() {
		if missing := gr.missingNames(src); len(missing) > 0 {
			b.Remove()
			return nil, gr.refuse(report.Compile, report.CompileError, missing, "")
		}
	}
	gr.finish(report.Stage{Name: report.Compile, Verdict: report.Pass})
	return b, nil
}

// build compiles the submission. An archive may have been trimmed from the build
// cache since the harness was made, so a failure that is not the submission's is
// tried again with a new harness.
func (gr *grading) build(ctx context.Context, files []build.File, race bool) (*build.Build, error) {
	h, err := gr.g.harness(ctx, gr.ex, race, nil)
	if err != nil {
		return nil, err
	}
	b, err := h.Compile(ctx, gr.g.jail, files)
	if err = notTheirs(err); err != nil && ctx.Err() == nil && !fromSubmission(err) {
		gr.g.forget(gr.g.key(gr.ex.ID, race))
		if h, err = gr.g.harness(ctx, gr.ex, race, nil); err != nil {
			return nil, err
		}
		b, err = h.Compile(ctx, gr.g.jail, files)
		err = notTheirs(err)
	}
	return b, gr.sureBuild(ctx, err, race, func(*build.Build) error { return nil })
}

// fromSubmission reports whether what was built is the reason that it failed, as
// far as the build can tell.
func fromSubmission(err error) bool {
	var failed *build.Failure
	return errors.As(err, &failed) && !uncertain(err) || errors.As(err, new(*build.Exceeded))
}

// staleCache recognises the compiler's complaint about a missing archive, which
// a submission cannot cause: policy has seen its imports.
func staleCache(output string) bool { return strings.Contains(output, "could not import") }

func files(src *policy.Source) []build.File {
	var out []build.File
	for _, f := range src.Files {
		out = append(out, build.File{Name: f.Name, Data: f.Data})
	}
	return out
}

// name turns the virtual names of the submission's files, and those of the
// reference that it stands in for, into the names that the learner knows. Hidden
// tests keep theirs, from the course on.
func (gr *grading) name(s string) string {
	s = strings.ReplaceAll(s, filepath.ToSlash(gr.g.course.Root)+"/", "")
	return gr.virtual.ReplaceAllStringFunc(s, func(found string) string {
		if strings.HasSuffix(found, "_test.go") {
			return found
		}
		return gr.display + "/" + path.Base(found)
	})
}

// virtualNames matches a file in the folder that stands for the submission, with
// whatever path leads there.
func virtualNames(id string) *regexp.Regexp {
	return regexp.MustCompile(`(?:[^\s"'()]*/)?\b(?:solutions|exercises)/` + regexp.QuoteMeta(id) + `/[^/\s:]+\.go`)
}

func (gr *grading) start(stage report.StageName) {
	gr.mu.Lock()
	defer gr.mu.Unlock()
	gr.starts[stage] = time.Now()
	gr.on(StageStarted{Exercise: gr.ex.ID, Stage: stage})
}

func (gr *grading) finish(s report.Stage) {
	gr.mu.Lock()
	defer gr.mu.Unlock()
	if began, ok := gr.starts[s.Name]; ok {
		s.DurationMS = time.Since(began).Milliseconds()
	}
	gr.stages[s.Name] = s
	gr.on(StageFinished{Exercise: gr.ex.ID, Stage: s})
}

// refuse ends a stage with problems in the submission.
func (gr *grading) refuse(stage report.StageName, verdict report.Verdict, problems []report.Problem, output string) error {
	first := problems[0]
	gr.result.Problems = problems
	gr.finish(report.Stage{
		Name: stage, Verdict: verdict, Message: first.Message, File: first.File, Line: first.Line, Output: output,
	})
	return errStop
}

// graderError ends a stage with a failure that is not the submission's.
func (gr *grading) graderError(stage report.StageName, err error) error {
	gr.finish(report.Stage{Name: stage, Verdict: report.GraderError, Message: sentence("The grader failed", err)})
	return errStop
}
