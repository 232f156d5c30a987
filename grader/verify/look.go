package verify

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"sync"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// A look is one exercise while it is verified: what is to be graded, and what
// follows from it.
type look struct {
	*Verifier
	ex       *course.Exercise
	out      Exercise
	gradings []*grading
	left     sync.WaitGroup // gradings that have not ended
	then     []func()       // in this order, when all of them have

	once   sync.Once
	broken error // the hidden tests cannot be built, so nothing can be graded
	texts  bool  // what is written for people is looked at as well
	draft  bool  // and so is the exercise not there: its problems are all that there is to say
}

// plan says what has to be graded.
func (v *Verifier) plan(ctx context.Context, id string) (*look, error) {
	ex, err := v.course.Exercise(id)
	if draft := (*course.DraftError)(nil); errors.As(err, &draft) {
		return v.draft(draft.Draft), nil
	}
	if err != nil {
		return nil, err
	}
	if !v.course.HasSolutions() {
		return nil, fmt.Errorf("this copy of the course has no solutions/, and only with them an exercise can be verified")
	}
	l := v.look(ex)
	if v.opt.Mutants == "" {
		l.texts = true
		l.stub()
		l.right("reference", v.course.SolutionDir(ex.ID))
	}
	if v.opt.Mutants == "" && v.opt.Depth < Brief {
		variants, err := v.course.SolutionVariants(ex.ID)
		if err != nil {
			return nil, err
		}
		l.enough(variants)
		turn := v.opt.Share.of(variants)
		l.rights(turn)
		l.wrongs(turn)
		l.replays()
	}
	if v.opt.Mutants != "" || v.opt.Depth < Quick {
		if err := l.mutation(ctx); err != nil {
			return nil, err
		}
	}
	l.left.Add(len(l.gradings))
	return l, nil
}

func (v *Verifier) look(ex *course.Exercise) *look {
	return &look{Verifier: v, ex: ex, out: Exercise{
		ID: ex.ID, Title: ex.Title, Checks: len(ex.Checks),
		// In JSON an empty list is a list, and no null.
		Hunted: []string{}, Flakes: []Flake{}, Problems: []Problem{}, Notes: []Problem{}, Mutation: Mutation{Survivors: []Mutant{}},
	}}
}

// draft has the problems of an exercise that cannot be graded.
func (v *Verifier) draft(d course.Draft) *look {
	l := v.look(&course.Exercise{ID: d.ID, Title: d.Title})
	l.draft = true
	for _, p := range d.Problems {
		l.problem(Problem{Aspect: draftAspect, File: p.File, Line: p.Line, Message: sentenceCase(p.Message), Hint: p.Fix})
	}
	return l
}

// conclude waits for the gradings and says what follows.
func (l *look) conclude(ctx context.Context) (Exercise, error) {
	if l.draft {
		return l.out, ctx.Err()
	}
	var err error
	if l.texts {
		if err = l.text(ctx); err == nil {
			err = l.translations(ctx)
		}
		if err == nil {
			err = l.demo(ctx)
		}
	}
	l.left.Wait()
	for _, g := range l.gradings {
		if err == nil {
			err = g.err
		}
		l.out.Repeated += g.repeated
	}
	if err != nil {
		return l.out, err
	}
	if l.broken != nil {
		l.brokenTests()
		return l.out, nil
	}
	for _, f := range l.then {
		f()
	}
	return l.out, nil
}

// ready builds the hidden tests, so that what is wrong with them is said once, and
// not of each solution that is graded.
func (l *look) ready(ctx context.Context) bool {
	l.once.Do(func() { l.broken = l.grader.Warm(ctx, l.ex.ID, false, nil) })
	return l.broken == nil
}

// compileError is a line of the compiler's.
var compileError = regexp.MustCompile(`(?m)^\s*(\S+\.go):([0-9]+)(?::[0-9]+)?: (.*)$`)

// brokenTests says what keeps the hidden tests from being built, and puts nothing to
// the account of a solution.
func (l *look) brokenTests() {
	const nothing = "nothing is graded before they do"
	found := compileError.FindAllStringSubmatch(l.broken.Error(), -1)
	for _, m := range found {
		line, _ := strconv.Atoi(m[2])
		l.problem(Problem{Aspect: "checks", File: m[1], Line: line, Message: "The hidden tests do not compile: " + m[3], Hint: nothing})
	}
	if len(found) == 0 {
		l.problem(Problem{Aspect: "checks", File: l.path("solutions"), Message: "The hidden tests cannot be built: " + l.broken.Error(), Hint: nothing})
	}
}

// A grading is one folder that is graded.
type grading struct {
	look  *look
	doing string
	dir   string
	lay   func(dir string) error // fills dir, which is then a temporary one; may be nil
	req   grader.Request
	holds func(report.Exercise) bool // whether it ended as it has to, see [settle]; may be nil
	luck  bool                       // what passes is graded under schedules as well

	// What came of it.
	ex       report.Exercise // if it is done again, the one that did not hold
	once     bool            // it did not hold once, and each time since
	seed     uint64
	repeated int
	err      error // ctx's, or a folder's that could not be written
}

// grading adds one to what has to be done.
func (l *look) grading(doing, dir string, req grader.Request) *grading {
	g := &grading{look: l, doing: doing, dir: dir, req: req}
	if g.req.Race == "" {
		g.req.Race = l.opt.Race
	}
	l.gradings = append(l.gradings, g)
	return g
}

// patience is how often a grading is tried when the grader says that it could not
// reach a verdict, which is so when the machine is too busy.
const patience = 3

func (g *grading) grade(ctx context.Context) error {
	if !g.look.ready(ctx) {
		return ctx.Err()
	}
	dir := g.dir
	if g.lay != nil {
		var err error
		if dir, err = g.look.grader.Folder("mutant-"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		if err := g.lay(dir); err != nil {
			return err
		}
	}
	g.req.Submissions = []grader.Submission{{Exercise: g.look.ex.ID, Dir: dir}}
	var err error
	g.ex, g.once, err = settle(func() (report.Exercise, error) { return g.verdict(ctx) }, g.holds)
	g.seed = g.ex.Seed
	if err != nil || !g.luck || g.ex.Verdict != report.Pass {
		return err
	}
	g.req = underSchedules(g.req)
	g.ex, err = g.verdict(ctx)
	return err
}

// underSchedules asks for those schedules, always the same, that a right solution has to
// hold under and that a mutant is hunted by.
func underSchedules(req grader.Request) grader.Request {
	return grader.Request{
		Submissions: req.Submissions, Race: grader.RaceOff, FailFast: req.FailFast,
		Alone: report.Schedules, Schedules: grader.Schedules{First: 1, Count: manySchedules},
	}
}

// settle grades, and again when it does not hold: until it has not twice, or has each
// time since, which is once. holds may be nil; then everything does.
func settle(grade func() (report.Exercise, error), holds func(report.Exercise) bool) (first report.Exercise, once bool, err error) {
	if first, err = grade(); err != nil || holds == nil || holds(first) {
		return first, false, err
	}
	for range proofs {
		ex, err := grade()
		if err != nil || !holds(ex) {
			return first, false, err
		}
	}
	return first, true, nil
}

// proofs is how often a grading must hold after it did not, for that to have been the
// machine's mood.
const proofs = 4

// verdict grades, and again when the grader could not reach a verdict.
func (g *grading) verdict(ctx context.Context) (report.Exercise, error) {
	for tried := 1; ; tried++ {
		rep, err := g.look.grader.Grade(ctx, g.req, nil)
		if err != nil {
			return report.Exercise{}, err
		}
		ex := rep.Exercises[0]
		if ex.Verdict != report.GraderError || tried == patience {
			return ex, nil
		}
		g.repeated++
	}
}
