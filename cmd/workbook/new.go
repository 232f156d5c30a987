package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

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
		Use:   "new ID | --course DIR",
		Short: "Begin an exercise, or a course, that is whole and can be graded at once",
		Long: `Make a new exercise: the lesson, the stub and the texts in exercises/ID; the
reference, the hidden tests, known-right and known-wrong solutions and the audit of
the task in solutions/ID; and its line in exercises/course.toml. It is a small one,
and good as it stands. Put your own in its place piece by piece, and let
` + "`workbook verify ID --watch`" + ` say meanwhile what is still to be done.

With --course and no ID, make a course in a folder that is empty or not there: a Go
module of its own with one such exercise. It requires the engine that this program
is built of, from where it lies on this machine.

Nothing that is there is ever written over.`,
		Example: `  workbook new 18_mine
  workbook new 18_mine --outside --in "Spawn"
  workbook new --course ../pipelines --module example.com/pipelines`,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) > 1:
				return errorWithHint(fmt.Errorf("new makes one exercise, not %d", len(args)))
			case len(args) == 1 && (flags.module != "" || flags.engine != ""):
				return errorWithHint(errors.New("--module and --engine are of a new course, and an exercise is named"),
					"leave the exercise out: a new course has one of its own")
			case len(args) == 1:
				return s.newExercise(args[0], flags)
			case s.courseDir == "":
				return errorWithHint(errors.New("new needs the id of the exercise"),
					fmt.Sprintf("for instance `%s new 18_mine`; with --course DIR and no id it makes a course", self()))
			case flags.chapter != "":
				return errorWithHint(errors.New("--in names a chapter, and a new course has one only"), "leave it out")
			}
			return s.newCourse(cmd.Context(), flags)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&flags.outside, "outside", false, "with an outside check, which talks over TCP to a program made of the solution")
	f.StringVar(&flags.chapter, "in", "", "the `chapter` that it is put at the end of, by its title or number (default: the last)")
	f.StringVar(&flags.module, "module", "", "of a new course: the `path` of its module\n(default: example.com/ and the folder's name)")
	f.StringVar(&flags.engine, "engine", "", "of a new course: the `folder` of the module workbook\n(default: the one that this program is built of)")
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
		return errorWithHint(errors.New("this copy of the course has no solutions/"), "write exercises where the instructor's half is, too")
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
	s.out.printf("Made %s, at the end of the chapter %q:\n\n", made.ID, made.Chapter)
	s.madeExercise(made)
	s.out.printf("  exercises/course.toml  lists it\n\n")
	s.next(self(), made.ID)
	return nil
}

// madeExercise says where the parts of a new exercise are.
func (s *session) madeExercise(made scaffold.Made) {
	s.out.printf("  exercises/%s  the learner's: lesson.md, exercise.toml, the stub\n", made.ID)
	s.out.printf("  solutions/%s  yours: reference, hidden tests, contract.toml, and\n", made.ID)
	s.out.printf("  %s  %d known-right and %d known-wrong solutions\n", strings.Repeat(" ", len("solutions/"+made.ID)), made.Has("right"), made.Has("wrong"))
}

// next says how to go on with a new exercise.
func (s *session) next(workbook, id string) {
	s.out.printf("It is small, whole and good; put your own in its place piece by piece. Next:\n\n")
	s.out.printf("  %s verify %s --watch\n      in a second terminal: at each save, what is still to be done\n", workbook, id)
	s.out.printf("  go test ./solutions/%s/...\n      runs the hidden tests against the reference\n", id)
	s.out.printf("  %s help exercise\n      explains every file and key\n", workbook)
}

func (s *session) newCourse(ctx context.Context, flags newFlags) error {
	if root, err := course.Find(s.courseDir); err == nil && sameFolder(root, s.courseDir) {
		return errorWithHint(fmt.Errorf("there is a course in %s already", s.courseDir),
			fmt.Sprintf("to begin an exercise in it: `%s new --course %s 02_mine`", self(), s.courseDir))
	}
	engine, err := findEngine(ctx, flags.engine)
	if err != nil {
		return err
	}
	made, err := scaffold.Course(s.courseDir, scaffold.CourseOptions{Module: flags.module, Engine: engine, Outside: flags.outside})
	if err != nil {
		return errorWithHint(err)
	}
	s.out.printf("Made a course in %s, with one exercise:\n\n", s.courseDir)
	s.madeExercise(made)
	s.out.printf("  go.mod, go.sum, README.md, .gitignore\n\n")
	s.out.printf("It requires the engine in %s. To go on there:\n\n  cd %s\n  go tool workbook\n\n", engine, s.courseDir)
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
			return "", errorWithHint(fmt.Errorf("--engine: %s does not hold the module workbook", named), "name the folder with its go.mod")
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
	return "", errorWithHint(errors.New("the source of the engine, the module workbook, is not to be found"), "say with --engine where it lies")
}
