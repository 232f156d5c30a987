package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/schedules"
	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/progress"
	"workbook/cmd/workbook/internal/watch"
	"workbook/grader"
	"workbook/grader/atomicfile"
	"workbook/grader/course"
	"workbook/grader/report"
)

func gradeCommand(s *session) *cobra.Command {
	var flags gradeFlags
	cmd := &cobra.Command{
		Use:   tr.T("grade EXERCISE... | --all"),
		Short: tr.T("Grade exercises and say what the code did"),
		Long: tr.T(`Grade exercises: your own in exercises/, or with --from a submission that lies
elsewhere. Grading your own is kept in your progress.

In a submission, a folder of an exercise may lie in other folders, and its name may
be in capital letters. With --all, an exercise that is missing is in the report, as
not run and with no points; one that is named has to be there.

The exit code is 0 when every exercise named has passed, 1 when one has not,
2 when the command or its input is wrong, 3 when the grader itself failed. Note
that go run makes 1 of every one but 0: in scripts, build the program first.`),
		Example: `  workbook grade 02_spawned
  workbook grade --all --format junit --output report.xml
  workbook grade 02 --from /tmp/submission --format json --untrusted`,
		ValidArgsFunction: s.complete(true),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := flags.check(args); err != nil {
				return err
			}
			return s.grade(cmd.Context(), args, flags)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&flags.all, "all", false, tr.T("every exercise of the course"))
	f.StringVar(&flags.from, "from", "", tr.T("the submission's `folder`, or an archive of it (zip, tar, tar.gz): it holds a\nfolder for each exercise, or the .go files themselves when one exercise is named"))
	f.StringVar(&flags.who, "student", "", tr.T("whose work it is, for the report: a `name`"))
	wordVar(cmd, f, &flags.format, "format", tr.T("of the report"), formats())
	f.StringVar(&flags.output, "output", "", tr.T("write the report to `file`; - is standard output"))
	wordVar(cmd, f, &flags.race, "race", tr.T("the race stage"), raceModes)
	schedules.Var(f, &flags.schedules, grader.DefaultSchedules)
	scheduleVar(f, &flags.schedule)
	f.BoolVar(&flags.untrusted, "untrusted", false, tr.T("the work is not vouched for: refuse to grade it on a machine that cannot\nwall it in (isolation L2 or better), and insist on the race stage"))
	keyVar(f, &flags.key)
	f.BoolVar(&flags.visible, "visible", false, tr.T("in a student release: be content with the visible checks (exit code 0 when they\npass); the verdict stays \"not run\", for the others are hidden"))
	wordVar(cmd, f, &flags.isolation, "isolation", tr.T("the `level` at which to wall work in"), levels())
	f.Uint64Var(&flags.seed, "seed", 0, tr.T("of random inputs, to repeat a run; 0 chooses one"))
	return cmd
}

func (s *session) grade(ctx context.Context, args []string, flags gradeFlags) error {
	d, err := s.open(ctx)
	if err != nil {
		return err
	}
	exercises, err := d.toGrade(args, flags.all)
	if err != nil {
		return err
	}
	if flags.visible && d.HasSolutions() {
		return errorWithHint(tr.Errorf("--visible is for a student release, and this copy of the course has the hidden tests too"), tr.T("leave it out"))
	}
	rep, err := s.deliver(flags, func() (*report.Report, error) { return s.verdicts(ctx, d, exercises, flags) })
	if err != nil {
		return err
	}
	if flags.from == "" {
		s.offer(d, exercises)
	}
	if flags.format.Name == "text" {
		s.offerSteps(rep, flags)
	}
	if flags.visible {
		return silent(visibleExit(d.Course, rep))
	}
	return silent(rep.ExitCode())
}

// deliver writes the report on verdicts to where the flags say.
func (s *session) deliver(flags gradeFlags, verdicts func() (*report.Report, error)) (*report.Report, error) {
	var out io.Writer = s.out
	var file *atomicfile.File
	if flags.toFile() {
		// Now, because grading takes time that would be lost.
		var err error
		if file, err = atomicfile.Create(flags.output); err != nil {
			return nil, errorWithHint(tr.Errorf("the report cannot be written: %w", err), tr.T("choose another --output"))
		}
		defer file.Discard()
		out = file
	}
	rep, err := verdicts()
	if err != nil {
		return nil, err
	}
	if err := s.render(out, rep, flags); err != nil {
		return nil, notWritten(err)
	}
	if flags.format.Name == "github" {
		s.keep(summarize(rep))
	}
	if file != nil {
		if err := file.Commit(); err != nil {
			return nil, failed(tr.Errorf("the report cannot be written: %w", err))
		}
	}
	return rep, nil
}

// verdicts grades the exercises.
func (s *session) verdicts(ctx context.Context, d *desk, exercises []*course.Exercise, flags gradeFlags) (rep *report.Report, err error) {
	err = s.withGrader(ctx, d, exercises, flags, func(g *grader.Grader, subs []grader.Submission) error {
		rep, err = s.run(ctx, d, g, subs, flags)
		return err
	})
	return rep, err
}

// offer tells of a learner's files that are gone how to have them back.
func (s *session) offer(d *desk, exercises []*course.Exercise) {
	for _, e := range exercises {
		for _, name := range e.Files {
			if _, err := os.Lstat(filepath.Join(d.ExerciseDir(e.ID), name)); !errors.Is(err, fs.ErrNotExist) {
				continue
			}
			s.note(tr.T("exercises/%s/%s is gone; `%s reset %s` brings it back as it was at first, and with --undo as the last reset found it",
				e.ID, name, self(), e.ID))
		}
	}
}

// run grades, shows what goes on to a person who watches, and keeps progress of
// the learner's own exercises.
func (s *session) run(ctx context.Context, d *desk, g *grader.Grader, subs []grader.Submission, flags gradeFlags) (*report.Report, error) {
	if flags.from == "" {
		for i, sub := range subs {
			subs[i].Known = d.progress.Entry(sub.Exercise).Schedules
		}
	}
	req := grader.Request{Submissions: subs, Race: flags.raceMode(), Schedules: flags.underSchedules(), Seed: flags.seed}
	live := newLive(s.err, subs)
	defer live.clear()
	if live != nil {
		live.warm(ctx, g, req)
	}
	asked := time.Now()
	hashes := make(map[string]string) // of what is graded, by exercise
	return g.Grade(ctx, req, func(e grader.Event) {
		live.on(e)
		if flags.from != "" {
			return
		}
		switch e := e.(type) {
		case grader.StageStarted:
			if _, ok := hashes[e.Exercise]; !ok {
				hashes[e.Exercise], _ = watch.Hash(d.ExerciseDir(e.Exercise)) // without it a screen grades once more than it must
			}
		case grader.Finished:
			live.clear()
			a := progress.AttemptOf(e.Exercise, hashes[e.Exercise.ID])
			a.Asked = asked
			s.keep(d.progress.Record(e.Exercise.ID, a))
		}
	})
}

func (s *session) render(w io.Writer, rep *report.Report, flags gradeFlags) error {
	opt := report.TextOptions{Words: tr.Printer{}}
	if !flags.toFile() && s.out.terminal {
		opt.Color, opt.Width = s.out.color, s.out.width()
	}
	if !flags.toFile() && flags.from == "" {
		opt.Link = s.out.link
	}
	return flags.format.Write(w, rep, opt)
}
