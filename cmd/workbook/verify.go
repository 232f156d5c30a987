package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
	"workbook/grader/verify"
)

type verifyFlags struct {
	all     bool
	runs    int
	race    grader.RaceMode
	quick   bool
	mutants string
	json    bool
}

func verifyCommand(s *session) *cobra.Command {
	var flags verifyFlags
	cmd := &cobra.Command{
		Use:   "verify EXERCISE... | --all",
		Short: "Say whether exercises are good, before a class meets them",
		Long: `Grade everything that is known about an exercise, and say what its hidden tests
miss: the stub has to fail with a sentence; the reference and every known-right
solution have to pass, each check many times on one, two and eight processors;
every known-wrong solution has to be rejected by the checks that it names, and
every check has to reject one; and every mutant of the reference, which is the
reference with one small thing changed, has to be noticed. Lessons, hints and
points are looked at as well.

solutions/ID/contract.toml says of each sentence of the lesson's task which checks
test it and which known-wrong solutions break it. A sentence that is not in this
table, or that nothing breaks, is a problem.

What a translation lacks, and what has changed since it was translated, is noted, and
spoils nothing; ` + "`workbook translated`" + ` says that a translation is up to date.

A mutant that no test can tell from the reference is named, with the reason, in
solutions/ID/testdata/equivalent.toml. While you write a check for one, --mutants
grades it and nothing else.

The exit code is 0 when every exercise is good, 1 when one is not, 2 when the
command or its input is wrong, 3 when the grader itself failed.`,
		Example: `  workbook verify 02_spawned
  workbook verify --all --runs 200
  workbook verify 02_spawned --mutants=echo.go:31
  workbook verify --all --runs 1 --json`,
		ValidArgsFunction: s.complete(true),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := flags.check(args); err != nil {
				return err
			}
			return s.verify(cmd.Context(), args, flags)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&flags.all, "all", false, "every exercise of the course")
	f.IntVar(&flags.runs, "runs", verify.DefaultRuns, "how often each check runs with each right solution,\non each number of processors")
	wordVar(cmd, f, &flags.race, "race", "the race stage", raceModes)
	f.BoolVar(&flags.quick, "quick", false, "leave out what takes most of the time: the mutants, and the race stage\nwhere no known-wrong solution needs it")
	f.StringVar(&flags.mutants, "mutants", "", "nothing but the mutants; or only those that a part of an operator's name,\nFILE, FILE:LINE or the function names: --mutants=Serve")
	f.Lookup("mutants").NoOptDefVal = verify.AllMutants
	f.BoolVar(&flags.json, "json", false, "write the result as JSON")
	return cmd
}

func (f verifyFlags) check(args []string) error {
	switch {
	case f.all && len(args) > 0:
		return errorWithHint(fmt.Errorf("--all verifies every exercise, and %s is named as well", args[0]), "leave one of the two out")
	case !f.all && len(args) == 0:
		return errorWithHint(errors.New("verify needs an exercise"), fmt.Sprintf("for instance `%s verify 01`, or --all for every one", self()))
	case f.quick && f.mutants != "":
		return errorWithHint(errors.New("--quick leaves the mutants out, and --mutants all else"), "leave one of the two out")
	case f.runs < 1:
		return errorWithHint(fmt.Errorf("--runs cannot be %d", f.runs), "it is how often each check runs: 1 or more")
	}
	return nil
}

func (s *session) verify(ctx context.Context, args []string, flags verifyFlags) error {
	d, err := s.deskAsWritten()
	if err != nil {
		return err
	}
	d.remember(ctx)
	exercises, err := d.asked(args, flags.all)
	if err != nil {
		return err
	}
	if !d.HasSolutions() {
		return errorWithHint(errors.New("this copy of the course has no solutions/"), "verify an exercise where its hidden tests are")
	}
	if err := sound(d.Course); err != nil {
		return err
	}
	g, err := grader.New(d.Course, grader.Options{})
	if err != nil {
		return noGrader(err)
	}
	defer g.Close()
	opt := verify.Options{Runs: flags.runs, Race: flags.race, Mutants: flags.mutants}
	if flags.quick {
		opt.Depth = verify.Quick
	}
	v := verify.New(d.Course, g, opt)
	res, err := s.verifyAll(ctx, v, exercises, flags)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return failed(err)
	}
	if flags.json {
		if err := verify.WriteJSON(s.out, res); err != nil {
			return failed(err)
		}
	} else {
		s.out.printf("\n%s\n", verdictOn(res))
	}
	if !res.Good() {
		return silent(exitNotPassed)
	}
	return nil
}

// verifyAll shows each exercise as soon as it is done.
func (s *session) verifyAll(ctx context.Context, v *verify.Verifier, exercises []*course.Exercise, flags verifyFlags) (*verify.Result, error) {
	res := &verify.Result{Schema: verify.Schema, Isolation: v.Isolation(), Exercises: []verify.Exercise{}}
	var ids []string
	for _, e := range exercises {
		ids = append(ids, e.ID)
	}
	if !flags.json {
		s.out.printf("%s\n", s.out.paint(dim, row("", "right", "wrong", "checks", "runs", "flakes", "mutants noticed")))
	}
	told := s.newTold()
	defer told.clear()
	for ex, err := range v.Exercises(ctx, ids, told.on) {
		told.clear()
		if err != nil {
			return nil, err
		}
		res.Exercises = append(res.Exercises, ex)
		if !flags.json {
			s.verified(ex, flags)
		}
	}
	return res, nil
}

// A told tells how far a verification has come: on a terminal in one line that
// changes, elsewhere in a line now and then, so that whoever reads the log of a CI
// sees that something happens, and what was under way when nothing did any more.
type told struct {
	screen *screen
	live   *live // nil when there is no terminal
	mu     sync.Mutex
	last   time.Time
}

// nowAndThen is how far such lines are apart.
const nowAndThen = 20 * time.Second

func (s *session) newTold() *told {
	return &told{screen: s.err, live: newLive(s.err, nil), last: time.Now()}
}

func (t *told) on(p verify.Progress) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.live != nil:
		t.live.show(fmt.Sprintf("%s %d of %d, %s: %s", bar(p.Done, p.Total), p.Done, p.Total, p.Exercise, p.Doing))
	case time.Since(t.last) >= nowAndThen:
		t.last = time.Now()
		t.screen.printf("%d of %d gradings are done; now %s: %s\n", p.Done, p.Total, p.Exercise, p.Doing)
	}
}

func (t *told) clear() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.live.clear()
}

// bar draws how much of something is done.
func bar(done, total int) string {
	const width = 20
	full := width * done / max(total, 1)
	return "[" + strings.Repeat("#", full) + strings.Repeat("-", width-full) + "]"
}

func row(id string, cells ...string) string {
	line := fmt.Sprintf("%-16s", id)
	for i, width := range []int{5, 5, 6, 7, 6, 0} {
		line += fmt.Sprintf("  %*s", width, cells[i])
	}
	return strings.TrimRight(line, " ")
}

// verified prints what was found out about one exercise.
func (s *session) verified(ex verify.Exercise, flags verifyFlags) {
	mutants := "not tried"
	if m := ex.Mutation; !flags.quick {
		mutants = fmt.Sprintf("%d of %d", m.Killed, m.Killed+m.Survived)
		if m.Equivalent > 0 {
			mutants += fmt.Sprintf(", %d equivalent", m.Equivalent)
		}
	}
	color := green
	if !ex.Good() {
		color = red
	}
	s.out.printf("%s\n", s.out.paint(color, row(ex.ID, fmt.Sprint(ex.Right), fmt.Sprint(ex.Wrong), fmt.Sprint(ex.Checks),
		fmt.Sprint(ex.Runs), fmt.Sprint(len(ex.Flakes)), mutants)))
	if ex.Contract.Sentences > 0 {
		s.out.printf("  %s\n", audited(ex.Contract))
	}
	for _, p := range ex.Problems {
		s.problem("", p)
	}
	for _, p := range ex.Notes {
		s.problem("note: ", p)
	}
	if ex.Repeated > 0 {
		s.out.printf("  gradings done again, because the machine was too busy for a verdict: %d\n", ex.Repeated)
	}
}

// audited says how much of the contract has been seen to be tested.
func audited(c verify.Contract) string {
	tested := c.Sentences - c.Untested
	line := fmt.Sprintf("%d sentences of the contract", c.Sentences)
	if c.Sentences == 1 {
		line = "1 sentence of the contract"
	}
	if c.Untested > 0 {
		line += fmt.Sprintf(", of which %d demand nothing that a test can tell", c.Untested)
	}
	switch {
	case tested == 0:
		return line
	case c.Broken < tested:
		return line + fmt.Sprintf("; %d of %d broken by somebody", c.Broken, tested)
	case c.Untested > 0:
		return line + "; each of the others broken by somebody"
	}
	return line + ", each broken by somebody"
}

// problem prints one, or a note, which says so.
func (s *session) problem(kind string, p verify.Problem) {
	where := p.Aspect
	if p.File != "" {
		where = p.File
		if p.Line > 0 {
			where += fmt.Sprintf(":%d", p.Line)
		}
	}
	message, change, _ := strings.Cut(p.Message, "\n")
	text := s.out.wrap(2, kind+where+": "+message)
	if p.File != "" {
		text = strings.Replace(text, where, s.out.link(p.File, where), 1)
	}
	s.out.printf("%s\n", text)
	for line := range strings.Lines(change) {
		s.out.printf("      %s\n", report.Terminal(strings.TrimSuffix(line, "\n")))
	}
	if p.Hint != "" {
		s.out.printf("%s\n", s.out.wrap(4, "to do: "+p.Hint))
	}
}

// verdictOn is the last line of a verification.
func verdictOn(res *verify.Result) string {
	good, problems, flakes := 0, 0, 0
	for _, ex := range res.Exercises {
		if ex.Good() {
			good++
		}
		problems += len(ex.Problems)
		flakes += len(ex.Flakes)
	}
	line := fmt.Sprintf("%d of %d exercises are good", good, len(res.Exercises))
	if problems > 0 {
		line += fmt.Sprintf("; to mend: %d, of which flakes: %d", problems, flakes)
	}
	return line + "\nisolation: " + report.OneLine(res.Isolation)
}
