package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/scaffold"
	"workbook/grader/course"
)

type newFlags struct {
	outside bool
	chapter string
	module  string
	engine  string
}

func newCommand(s *session) *cobra.Command {
	var flags newFlags
	cmd := &cobra.Command{
		Use:   tr.T("new ID | --course DIR"),
		Short: tr.T("Begin an exercise, or a course, that is whole and can be graded at once"),
		Long: tr.T(`Make a new exercise: the lesson, the stub and the texts in exercises/ID; the
reference, the hidden tests, known-right and known-wrong solutions and the audit of
the task in solutions/ID; and its line in exercises/course.toml. It is a small one,
and good as it stands. Put your own in its place piece by piece, and let
` + "`workbook verify ID --watch`" + ` say meanwhile what is still to be done.

With --course and no ID, make a course in a folder that is empty or not there: a Go
module of its own with one such exercise. It requires the engine that this program
is built of, from where it lies on this machine.

Nothing that is there is ever written over.`),
		Example: `  workbook new 18_mine
  workbook new 18_mine --outside --in "Spawn"
  workbook new --course ../pipelines --module example.com/pipelines`,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) > 1:
				return errorWithHint(tr.Errorf("new makes one exercise, not %d", len(args)))
			case len(args) == 1 && (flags.module != "" || flags.engine != ""):
				return errorWithHint(tr.Errorf("--module and --engine are of a new course, and an exercise is named"),
					tr.T("leave the exercise out: a new course has one of its own"))
			case len(args) == 1:
				return s.newExercise(args[0], flags)
			case s.courseDir == "":
				return errorWithHint(tr.Errorf("new needs the id of the exercise"),
					tr.T("for instance `%s new 18_mine`; with --course DIR and no id it makes a course", self()))
			case flags.chapter != "":
				return errorWithHint(tr.Errorf("--in names a chapter, and a new course has one only"), tr.T("leave it out"))
			}
			return s.newCourse(cmd.Context(), flags)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&flags.outside, "outside", false, tr.T("with an outside check, which talks over TCP to a program made of the solution"))
	f.StringVar(&flags.chapter, "in", "", tr.T("the `chapter` that it is put at the end of, by its title or number (default: the last)"))
	f.StringVar(&flags.module, "module", "", tr.T("of a new course: the `path` of its module\n(default: example.com/ and the folder's name)"))
	f.StringVar(&flags.engine, "engine", "", tr.T("of a new course: the `folder` of the module workbook\n(default: the one that this program is built of)"))
	_ = cmd.RegisterFlagCompletionFunc("in", s.completeChapters)
	return cmd
}

func (s *session) completeChapters(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var titles []cobra.Completion
	if c, err := s.openCourse(); err == nil {
		for _, ch := range c.Chapters {
			titles = append(titles, ch.Title)
		}
	}
	return titles, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
}

func (s *session) newExercise(id string, flags newFlags) error {
	c, err := s.openCourse()
	if err != nil {
		return err
	}
	if !c.HasSolutions() {
		return errorWithHint(tr.Errorf("this copy of the course has no solutions/"), tr.T("write exercises where the instructor's half is, too"))
	}
	made, err := scaffold.Exercise(c, id, scaffold.Options{Outside: flags.outside, Chapter: flags.chapter})
	if taken := (*scaffold.IDError)(nil); errors.As(err, &taken) {
		return errorWithHint(err, taken.Hint)
	}
	if errors.As(err, new(*course.NoChapterError)) {
		return errorWithHint(err)
	}
	if err != nil {
		return failed(err)
	}
	s.out.printf("%s\n\n", tr.T("Made %s, at the end of the chapter %q:", made.ID, made.Chapter))
	s.madeExercise(made)
	s.out.printf("%s\n\n", tr.T("  exercises/course.toml  lists it"))
	s.next(self(), made.ID)
	return nil
}

// madeExercise says where the parts of a new exercise are.
func (s *session) madeExercise(made scaffold.Made) {
	s.out.printf("%s\n", tr.T("  exercises/%s  the learner's: lesson.md, exercise.toml, the stub", made.ID))
	s.out.printf("%s\n", tr.T("  solutions/%s  yours: reference, hidden tests, contract.toml, and", made.ID))
	s.out.printf("%s\n", tr.T("  %s  %d known-right and %d known-wrong solutions", strings.Repeat(" ", len("solutions/"+made.ID)), made.Has("right"), made.Has("wrong")))
}

// next says how to go on with a new exercise.
func (s *session) next(workbook, id string) {
	s.out.printf("%s\n\n", tr.T("It is small, whole and good; put your own in its place piece by piece. Next:"))
	s.out.printf("%s\n", tr.T("  %s verify %s --watch\n      in a second terminal: at each save, what is still to be done", workbook, id))
	s.out.printf("%s\n", tr.T("  go test ./solutions/%s/...\n      runs the hidden tests against the reference", id))
	s.out.printf("%s\n", tr.T("  %s help exercise\n      explains every file and key", workbook))
}

func (s *session) newCourse(ctx context.Context, flags newFlags) error {
	if root, err := course.Find(s.courseDir); err == nil && sameFolder(root, s.courseDir) {
		return errorWithHint(tr.Errorf("there is a course in %s already", s.courseDir),
			tr.T("to begin an exercise in it: `%s new --course %s 02_mine`", self(), s.courseDir))
	}
	engine, err := findEngine(ctx, flags.engine)
	if err != nil {
		return err
	}
	made, err := scaffold.Course(s.courseDir, scaffold.CourseOptions{Module: flags.module, Engine: engine, Outside: flags.outside})
	if err != nil {
		return errorWithHint(err)
	}
	s.out.printf("%s\n\n", tr.T("Made a course in %s, with one exercise:", s.courseDir))
	s.madeExercise(made)
	s.out.printf("%s\n\n", "  go.mod, go.sum, README.md, .gitignore")
	s.out.printf("%s\n\n", tr.T("It requires the engine in %s. To go on there:\n\n  cd %s\n  go tool workbook", engine, s.courseDir))
	s.next("go tool workbook", made.ID)
	return nil
}

func sameFolder(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}

// findEngine gives the folder of the engine's module: the one named, the one that this
// program was built of, or the one that the module at hand requires.
func findEngine(ctx context.Context, named string) (string, error) {
	if named != "" {
		abs, err := filepath.Abs(named)
		if err != nil || !scaffold.IsEngine(abs) {
			return "", errorWithHint(tr.Errorf("--engine: %s does not hold the module workbook", named), tr.T("name the folder with its go.mod"))
		}
		return abs, nil
	}
	if _, file, _, ok := runtime.Caller(0); ok && filepath.IsAbs(file) {
		if dir := filepath.Join(filepath.Dir(file), "..", ".."); scaffold.IsEngine(dir) {
			return dir, nil
		}
	}
	out, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", "workbook").Output()
	if dir := strings.TrimSpace(string(out)); err == nil && scaffold.IsEngine(dir) {
		return dir, nil
	}
	return "", errorWithHint(tr.Errorf("the source of the engine, the module workbook, is not to be found"), tr.T("say with --engine where it lies"))
}
