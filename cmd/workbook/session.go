package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/lang"
	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/backup"
	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/course"
	"workbook/grader/report"
)

// courseEnv names the course's folder where the flag --course does not.
const courseEnv = "WORKBOOK_COURSE"

// A session is one run of the program: its streams, and what the flags that all
// commands share have said.
type session struct {
	in  *os.File
	out *screen
	err *screen

	newGrader func(*course.Course) (screenGrader, error) // what grades for the screens

	courseDir string // --course
	language  string // --lang
	look      look
}

func newSession() *session {
	return &session{in: os.Stdin, out: newScreen(os.Stdout), err: newScreen(os.Stderr), newGrader: newScreenGrader}
}

// A desk is a course with a learner's progress in it.
type desk struct {
	*course.Course
	progress *progress.Store
}

// findCourse returns the root of the course that the flags, the environment or
// the working directory name.
func (s *session) findCourse() (string, error) {
	for _, named := range []struct{ by, dir string }{{"--course", s.courseDir}, {courseEnv, os.Getenv(courseEnv)}} {
		if named.dir == "" {
			continue
		}
		root, err := course.Find(named.dir)
		if err != nil {
			return "", errorWithHint(said(err), tr.T("%s says %s", named.by, named.dir))
		}
		return root, nil
	}
	root, err := course.Find(".")
	if err != nil {
		return "", errorWithHint(said(err), tr.T("name the course's folder with --course or %s", courseEnv))
	}
	return root, nil
}

// openCourse loads the course as far as it is sound, without looking at progress, nor at
// what only graders need; see [desk.check].
func (s *session) openCourse() (*course.Course, error) {
	root, err := s.findCourse()
	if err != nil {
		return nil, err
	}
	s.out.root = root
	c, err := course.Open(root)
	return c, unusable(root, err)
}

// unusable says of an error about a course what can be done.
func unusable(root string, err error) error {
	var problems course.Problems
	if errors.As(err, &problems) {
		return errorWithHint(tr.Errorf("the course in %s cannot be used:\n%w", root, err), mending())
	}
	return err
}

// guide says where the files of an exercise are explained.
func guide() string { return tr.T("`%s help exercise` explains every key", self()) }

// mending is what to do about files of a course with something wrong in them, for those
// who write them and for those who changed them and know nothing of it.
func mending() string {
	return tr.T("mend the files named; `git status` shows what was changed, and %s", guide())
}

// noExercise is the error of an argument that names no exercise which can be used.
func noExercise(err error) error {
	if draft := (*course.DraftError)(nil); errors.As(err, &draft) {
		return errorWithHint(said(err), mending())
	}
	return errorWithHint(said(err), tr.T("`workbook list` shows the exercises"))
}

// speaks is the language to speak, which has to be known before the commands and their
// flags are: what --lang says is read here, too. What is wrong with it is said later.
func (s *session) speaks(args []string) lang.Wanted {
	for i, arg := range args {
		value, given := strings.CutPrefix(arg, "--lang=")
		if arg == "--lang" && i+1 < len(args) {
			value, given = args[i+1], true
		}
		if arg == "--" {
			break
		}
		if wanted, err := lang.Parse(value); given && err == nil {
			return wanted
		}
	}
	return lang.FromEnvironment(os.Getenv)
}

// wanted is what the learner likes to read: --lang, and without it the environment.
func (s *session) wanted() (lang.Wanted, error) {
	if s.language == "" {
		return lang.FromEnvironment(os.Getenv), nil
	}
	wanted, err := lang.Parse(s.language)
	if err != nil {
		return nil, errorWithHint(fmt.Errorf("--lang: %w", err), tr.T("write it like de or pt-BR; of several, the one you like best first: --lang pt-BR,es"))
	}
	return wanted, nil
}

// open opens the course in the language that the learner likes to read, and keeps a copy
// of the stubs while they are still as they came.
func (s *session) open(ctx context.Context) (*desk, error) {
	d, err := s.desk()
	if err != nil {
		return nil, err
	}
	d.remember(ctx)
	return d, nil
}

// desk opens the course in the language that the learner likes to read, and the progress.
func (s *session) desk() (*desk, error) {
	wanted, err := s.wanted()
	if err != nil {
		return nil, err
	}
	d, err := s.deskAsWritten()
	if err != nil {
		return nil, err
	}
	d.Course, err = d.In(wanted.Choose)
	var problems course.Problems
	if errors.As(err, &problems) {
		s.note(tr.T("a part of the translation cannot be read, and is shown as it was written: %s", problems[0]))
	}
	return d, nil
}

// deskAsWritten loads the course and the progress.
func (s *session) deskAsWritten() (*desk, error) {
	c, err := s.openCourse()
	if err != nil {
		return nil, err
	}
	store, err := progress.Open(c.Root)
	if err != nil {
		return nil, failed(err, tr.T("`workbook doctor` looks at what may be wrong"))
	}
	ids := make([]string, len(c.Exercises))
	for i, e := range c.Exercises {
		ids[i] = e.ID
	}
	for _, draft := range c.Drafts {
		ids = append(ids, draft.ID) // it has not been renamed
	}
	store.Adopt(ids, nil)
	if notice := store.Notice(); notice != "" {
		s.note(notice)
	}
	return &desk{c, store}, nil
}

// remember keeps a copy of the stubs while they are still as they came. Without the
// copy reset has git, and without both it says so. Reading a course from a folder that
// cannot be written is no error.
func (d *desk) remember(ctx context.Context) {
	_ = backup.Remember(ctx, d.Course, func(id string) bool { return d.progress.State(id) == progress.Untouched })
}

// note tells on the side what is no error.
func (s *session) note(text string) {
	fmt.Fprintln(s.err, tr.T("workbook: note: %s", report.Terminal(text)))
}

// keep notes the error of keeping progress, which stops nobody from learning.
func (s *session) keep(err error) {
	if err != nil {
		s.note(tr.T("%s; `workbook doctor` looks at what may be wrong", err.Error()))
	}
}

// exercise opens the course and finds the one exercise that args name.
func (s *session) exercise(ctx context.Context, args []string) (*desk, *course.Exercise, error) {
	d, err := s.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	e, err := d.Exercise(args[0])
	if err != nil {
		return nil, nil, noExercise(err)
	}
	return d, e, nil
}

// oneExercise is the argument rule of commands on one exercise.
func oneExercise(cmd *cobra.Command, args []string) error {
	switch len(args) {
	case 0:
		return errorWithHint(tr.Errorf("%s needs an exercise", cmd.CommandPath()),
			tr.T("for instance `%s 01`; `workbook list` shows the exercises", cmd.CommandPath()))
	case 1:
		return nil
	}
	return errorWithHint(tr.Errorf("%s takes one exercise, not %d", cmd.CommandPath(), len(args)))
}

// noArguments is the argument rule of commands on no exercise.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return errorWithHint(tr.Errorf("%s takes no arguments, but got %q", cmd.CommandPath(), args[0]))
}

// complete offers the ids of exercises to the shell: one of them, or any number.
func (s *session) complete(many bool) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		c, err := s.openCourse()
		if err != nil || len(args) > 0 && !many {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var ids []cobra.Completion
		for _, e := range c.Exercises {
			ids = append(ids, cobra.CompletionWithDesc(e.ID, e.Title))
		}
		return ids, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeLanguage offers the languages that there is something in.
func (s *session) completeLanguage(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	c, err := s.openCourse()
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	found := map[string]bool{c.Language.String(): true}
	for _, e := range c.Exercises {
		for _, tag := range slices.Concat(e.Languages, c.Languages) {
			found[tag.String()] = true
		}
	}
	return slices.Sorted(maps.Keys(found)), cobra.ShellCompDirectiveNoFileComp
}

// self is how the learner started this program, for the commands that it suggests.
func self() string {
	exe, err := os.Executable()
	if err == nil && strings.Contains(filepath.ToSlash(exe), "/go-build") {
		if _, err := os.Stat(filepath.Join("cmd", "workbook")); err == nil {
			return "go run ./cmd/workbook"
		}
		return "go run workbook/cmd/workbook"
	}
	return "workbook"
}

// version is what the build knows about itself.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v := info.Main.Version
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" && v == "(devel)" {
			v = setting.Value
		}
	}
	if v == "" {
		v = "(devel)"
	}
	return v + " " + info.GoVersion
}
