package main

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/release"
	"workbook/cmd/workbook/internal/sealed"
)

// releaseFlags are what the flags of release say.
type releaseFlags struct {
	to        string
	exercises []string
	until     string
	dryRun    bool

	seal       string
	recipients []string
}

func releaseCommand(s *session) *cobra.Command {
	var flags releaseFlags
	cmd := &cobra.Command{
		Use:   tr.T("release --to DIR | --seal FILE"),
		Short: tr.T("Make or update a repository for students, without the hidden half"),
		Long: tr.T(`Make a repository for students: the chosen exercises and the workbook, with a
history of its own, and without solutions, hidden tests and what would show them. Only
what git tracks of the course is released, as it was committed or added.

Given a release, it is updated: new exercises are added, lessons and the program are
renewed, and what a student has edited is never touched. Where both have changed a
file, the student's stays, and the difference is shown. Exercises that were released
once stay; without --exercises and --until it gets what it had, or at first the whole
course.

The exit code is 0 when all was released, 1 when a student's version of a file stands
in the way of a newer one, 2 when the command or its input is wrong.`),
		Example: `  workbook release --to ../class --until 05_join
  workbook release --to ../class --exercises 06,07
  workbook release --to ../class --dry-run
  workbook release --seal course.age --recipient age1...`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return s.release(cmd.Context(), flags) },
	}
	f := cmd.Flags()
	f.StringVar(&flags.to, "to", "", tr.T("the `folder` of the students' repository; it is made when it is not there"))
	f.StringSliceVar(&flags.exercises, "exercises", nil, tr.T("release these, and what was released before: `ID,...`"))
	f.StringVar(&flags.until, "until", "", tr.T("release the course up to this `exercise`, and what was released before"))
	f.StringVar(&flags.seal, "seal", "", tr.T("write what grading needs, with the hidden tests, to a `file` that only a key opens;\nsee grade --key"))
	f.StringSliceVar(&flags.recipients, "recipient", nil, tr.T("who can open the sealed file: a public `key` such as age-keygen prints (age1...);\nwithout any, who has the passphrase in $%s", sealed.PassphraseEnv))
	f.BoolVarP(&flags.dryRun, "dry-run", "n", false, tr.T("tell what would change, and what is not released; change nothing"))
	_ = cmd.RegisterFlagCompletionFunc("exercises", s.complete(true))
	_ = cmd.RegisterFlagCompletionFunc("until", s.complete(true))
	return cmd
}

func (s *session) release(ctx context.Context, flags releaseFlags) error {
	switch {
	case flags.seal == "" && len(flags.recipients) > 0:
		return errorWithHint(tr.Errorf("--recipient says who can open what --seal writes, and there is no --seal"))
	case flags.to == "" && flags.seal == "":
		return errorWithHint(tr.Errorf("release needs to know where to"), tr.T("for instance `workbook release --to ../students`"))
	}
	c, err := s.openCourse()
	if err != nil {
		return err
	}
	if !c.HasSolutions() {
		return errorWithHint(tr.Errorf("this copy of the course is a student release itself: it has no solutions"), tr.T("release from the instructor's repository"))
	}
	d := &desk{Course: c}
	if err := d.check(); err != nil {
		return err
	}
	if err := d.insist(); err != nil { // what is visible was not looked at otherwise
		return err
	}
	if flags.to == "" {
		return s.seal(ctx, d.Course, flags)
	}
	o, err := flags.options(d)
	if err != nil {
		return err
	}
	p, err := release.Prepare(ctx, d.Course, o)
	if err != nil {
		return notReleased(err)
	}
	if !flags.dryRun {
		if err := p.Apply(ctx); err != nil {
			return failed(err)
		}
		// Now, because the file may lie in the repository, which had to be clean.
		if err := s.seal(ctx, d.Course, flags); err != nil {
			return err
		}
	}
	return s.released(p, flags.dryRun)
}

// options are what the flags mean.
func (f releaseFlags) options(d *desk) (release.Options, error) {
	o := release.Options{To: f.to}
	chosen, err := d.named(f.exercises)
	if err != nil {
		return o, err
	}
	for _, e := range chosen {
		o.Exercises = append(o.Exercises, e.ID)
	}
	if f.until != "" {
		last, err := d.named([]string{f.until})
		if err != nil {
			return o, err
		}
		o.Until = last[0].ID
	}
	return o, nil
}

// released tells what was done, or would be.
func (s *session) released(p *release.Plan, dryRun bool) error {
	for _, note := range p.Notes {
		s.note(note)
	}
	if dryRun {
		for _, g := range p.Withheld {
			s.out.printf("%-9s %s: %s\n", tr.T("stays"), files(g.Files), tr.Text(g.Why))
		}
	}
	for _, line := range changeLines(p) {
		s.out.printf("%s\n", line)
	}
	conflicts := 0
	for _, c := range p.Changes {
		if c.Action == release.Conflict {
			conflicts++
			s.out.printf("\n%s\n", c.Diff())
		}
	}
	s.out.printf("%s\n", s.releaseSummary(p, dryRun))
	if conflicts > 0 {
		return silent(exitNotPassed)
	}
	return nil
}

// changeLines names what concerns a student, and counts the rest.
func changeLines(p *release.Plan) []string {
	var lines []string
	var groups []string // of files that are only counted, in order
	counts := map[string]int{}
	for _, c := range p.Changes {
		dir, _ := path.Split(c.Path)
		did := fmt.Sprintf("%-9s", c.Action.Word())
		inExercise := strings.Count(dir, "/") > 1 && strings.HasPrefix(dir, "exercises/")
		switch {
		case c.Own(), c.Action == release.Kept && c.Solved: // a solution, as it should be
		case c.Action == release.Kept:
			lines = append(lines, did+" "+tr.T("%s (the student's)", c.Path))
		case c.Action == release.Conflict:
			lines = append(lines, did+" "+tr.T("%s (edited there, and changed here; the student's stays)", c.Path))
		case c.Action != release.Added && strings.HasPrefix(dir, "exercises/"):
			lines = append(lines, did+" "+c.Path)
		default:
			group := did + " " + tr.T("the program and what is around it")
			if inExercise {
				group = did + " " + strings.TrimSuffix(dir, "/")
			}
			if counts[group]++; counts[group] == 1 {
				groups = append(groups, group)
			}
		}
	}
	for _, group := range groups {
		lines = append(lines, fmt.Sprintf("%s: %s", group, files(counts[group])))
	}
	slices.Sort(lines)
	return lines
}

// releaseSummary is the last line.
func (s *session) releaseSummary(p *release.Plan, dryRun bool) string {
	n := tr.T("%d of %d exercises", len(p.Exercises), len(p.Exercises)+len(p.Left))
	changed := slices.ContainsFunc(p.Changes, func(c release.Change) bool {
		return !c.Own() && c.Action != release.Kept && c.Action != release.Conflict
	})
	switch {
	case dryRun:
		return tr.T("Nothing was changed: this was a dry run. %s would have %s.", p.Root, n)
	case !changed:
		return tr.T("Nothing to release: %s has it already (%s).", p.Root, n)
	case p.New:
		return tr.T("Released %s to %s, commit %s. Push it to where students find it.", n, p.Root, p.Commit)
	default:
		return tr.T("Updated %s, which has %s now, commit %s.", p.Root, n, p.Commit)
	}
}
