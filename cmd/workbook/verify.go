package main

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/tr"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/verify"
)

type verifyFlags struct {
	all     bool
	runs    int
	race    grader.RaceMode
	quick   bool
	share   verify.Share
	mutants string
	json    bool
	watch   bool
}

func verifyCommand(s *session) *cobra.Command {
	var flags verifyFlags
	cmd := &cobra.Command{
		Use:   tr.T("verify EXERCISE... | --all"),
		Short: tr.T("Say whether exercises are good, before a class meets them"),
		Long: tr.T(`Grade everything that is known about an exercise, and say what its hidden tests
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

--one-in 8 is for between two looks at all of them: of the known solutions of each exercise
one in eight, others each day. The first line says which, as --share 20785.

While you write an exercise, --watch asks all of this anew at each save, the cheapest
first: what is wrong with its files, the stub, the reference, each known-wrong solution
by name, and then the runs and the mutants. Another save begins it again; Ctrl-C ends it.

The exit code is 0 when every exercise is good, 1 when one is not, 2 when the
command or its input is wrong, 3 when the grader itself failed.`),
		Example: `  workbook verify 02_spawned
  workbook verify 02_spawned --watch
  workbook verify --all --runs 200
  workbook verify 02_spawned --mutants=echo.go:31
  workbook verify --all --quick --runs 1 --one-in 8
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
	f.BoolVar(&flags.all, "all", false, tr.T("every exercise of the course"))
	f.IntVar(&flags.runs, "runs", verify.DefaultRuns, tr.T("how often each check runs with each right solution,\non each number of processors"))
	wordVar(cmd, f, &flags.race, "race", tr.T("the race stage"), raceModes)
	f.BoolVar(&flags.quick, "quick", false, tr.T("leave out what takes most of the time: the mutants, and the race stage\nwhere no known-wrong solution needs it"))
	f.IntVar(&flags.share.OneIn, "one-in", 1, tr.T("of the known solutions one in so many, others each day"))
	f.Int64Var(&flags.share.Turn, "share", verify.Today(), tr.T("with --one-in: which of them; a number a day"))
	f.Lookup("share").DefValue = "0" // in help, that of today
	f.StringVar(&flags.mutants, "mutants", "", tr.T("nothing but the mutants; or only those that a part of an operator's name,\nFILE, FILE:LINE or the function names: --mutants=Serve"))
	f.Lookup("mutants").NoOptDefVal = verify.AllMutants
	f.BoolVar(&flags.watch, "watch", false, tr.T("verify one exercise at each save of it, until Ctrl-C"))
	f.BoolVar(&flags.json, "json", false, tr.T("write the result as JSON"))
	return cmd
}

func (f verifyFlags) check(args []string) error {
	switch {
	case f.all && len(args) > 0:
		return errorWithHint(tr.Errorf("--all verifies every exercise, and %s is named as well", args[0]), tr.T("leave one of the two out"))
	case !f.all && len(args) == 0:
		return errorWithHint(tr.Errorf("verify needs an exercise"), tr.T("for instance `%s verify 01`, or --all for every one", self()))
	case f.quick && f.mutants != "":
		return errorWithHint(tr.Errorf("--quick leaves the mutants out, and --mutants all else"), tr.T("leave one of the two out"))
	case f.watch && (len(args) != 1 || f.json || f.mutants != ""):
		return errorWithHint(tr.Errorf("--watch is for one exercise and somebody who reads along"),
			tr.T("name one exercise, without --all, --mutants and --json"))
	case f.share.OneIn < 1:
		return errorWithHint(tr.Errorf("--one-in cannot be %d", f.share.OneIn), tr.T("it is how many known solutions one is taken of: 1 or more"))
	case f.share.OneIn > 1 && (f.watch || f.mutants != ""):
		return errorWithHint(tr.Errorf("--one-in is about the known solutions, and neither for --watch nor for --mutants"), tr.T("leave one of the two out"))
	case f.runs < 1:
		return errorWithHint(tr.Errorf("--runs cannot be %d", f.runs), tr.T("it is how often each check runs: 1 or more"))
	}
	return nil
}

// options are what the flags mean to the verifier.
func (f verifyFlags) options() verify.Options {
	opt := verify.Options{Runs: f.runs, Race: f.race, Mutants: f.mutants, Share: f.share}
	if f.quick {
		opt.Depth = verify.Quick
	}
	return opt
}

func (s *session) verify(ctx context.Context, args []string, flags verifyFlags) error {
	d, err := s.deskAsWritten()
	if err != nil {
		return err
	}
	ids, err := d.toVerify(args, flags.all)
	if err != nil {
		return err
	}
	if !d.HasSolutions() {
		return errorWithHint(tr.Errorf("this copy of the course has no solutions/"), tr.T("verify an exercise where its hidden tests are"))
	}
	d.remember(ctx)
	if flags.watch {
		return s.verifyOnSave(ctx, d.Root, ids[0], flags.options())
	}
	if err := d.check(ids...); err != nil {
		return err
	}
	g, err := grader.New(d.Course, grader.Options{})
	if err != nil {
		return noGrader(err)
	}
	defer g.Close()
	v := verify.New(d.Course, g, flags.options())
	res, err := s.verifyAll(ctx, v, ids, flags)
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

// toVerify gives the ids of the exercises that args name, drafts as well: what keeps one
// from being graded is what verify has to say of it.
func (d *desk) toVerify(args []string, all bool) ([]string, error) {
	var ids []string
	if all {
		d.each(func(_ course.Chapter, e *course.Exercise) { ids = append(ids, e.ID) })
		for _, draft := range d.Drafts {
			ids = append(ids, draft.ID)
		}
		return ids, nil
	}
	var errs []error
	for _, arg := range args {
		id := ""
		e, err := d.Exercise(arg)
		if draft := (*course.DraftError)(nil); errors.As(err, &draft) {
			id = draft.Draft.ID
		} else if err != nil {
			errs = append(errs, err)
			continue
		} else {
			id = e.ID
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, noExercise(err)
	}
	return ids, nil
}

// verifyAll shows each exercise as soon as it is done.
func (s *session) verifyAll(ctx context.Context, v *verify.Verifier, ids []string, flags verifyFlags) (*verify.Result, error) {
	res := &verify.Result{Schema: verify.Schema, Isolation: v.Isolation(), Exercises: []verify.Exercise{}}
	if flags.share.OneIn > 1 {
		res.Share = &flags.share
	}
	if !flags.json {
		if res.Share != nil {
			s.out.printf("%s\n", tr.T("Of the known solutions of each exercise one in %d: --one-in %d --share %d", flags.share.OneIn, flags.share.OneIn, flags.share.Turn))
		}
		s.out.printf("%s\n", s.out.paint(dim, row("", tr.T("right"), tr.T("wrong"), tr.T("checks"), tr.T("runs"), tr.T("flakes"), tr.T("mutants noticed"))))
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
