package main

import (
	"errors"
	"io"
	"io/fs"
	"slices"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/tr"
	"workbook/grader/gradebook"
	"workbook/grader/report"
)

// gradesFormats are the forms of grades.
var gradesFormats = []word[func(gradebook.Grades, io.Writer) error]{
	{name: "csv", value: gradebook.Grades.WriteCSV},
	{name: "json", value: gradebook.Grades.WriteJSON},
}

func gradesCommand(s *session) *cobra.Command {
	var rules, output string
	var write func(gradebook.Grades, io.Writer) error
	cmd := &cobra.Command{
		Use:   tr.T("grades REPORT..."),
		Short: tr.T("Make the grades of a class from reports and its rules"),
		Long: tr.T(`Make the grades of a class: from reports in the format json, as batch and grade
write them, and from the rules of the class in class.toml: weights, deadlines and late
days, attempts, what is dropped, and points and comments by hand. Several reports may be
several attempts. Without --class every exercise counts alike.

Made again from the same, the grades are the same; a rule that was changed needs nothing
but to make them again. Here is a class.toml:

  title       = "Concurrent Go, autumn"
  deadline    = 2026-12-01T23:59:00+01:00
  attempts    = "best"          # or "last", "first"
  drop_lowest = 1
  [late]
  percent_per_day = 10
  most_percent    = 50
  grace_minutes   = 15
  [[exercise]]                  # those that count; without any, all
  id       = "02_spawned"
  weight   = 2.0
  deadline = 2026-12-08T23:59:00+01:00
  [[handed_in]]                 # nothing is late without it
  student  = "ada"
  exercise = "02_spawned"       # without it: all
  at       = 2026-12-02T08:00:00+01:00
  [[manual]]
  student  = "ada"
  exercise = "02_spawned"
  points   = 5                  # added to the grader's
  excused  = false
  comment  = "A good README."`),
		Example: `  workbook grades week1/report.json --class class.toml --output week1.csv`,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errorWithHint(tr.Errorf("grades needs a report"), tr.T("for instance `workbook grades week1/report.json --class class.toml`"))
			}
			grades, err := s.makeGrades(args, rules)
			if err != nil {
				return err
			}
			return s.writeTo(output, func(w io.Writer) error { return write(grades, w) })
		},
	}
	cmd.Flags().StringVar(&rules, "class", "", tr.T("the `file` with the rules of the class: class.toml"))
	wordVar(cmd, cmd.Flags(), &write, "format", tr.T("of what is written"), gradesFormats)
	cmd.Flags().StringVar(&output, "output", "", tr.T("write to `file`; - is standard output"))
	return cmd
}

func (s *session) makeGrades(reports []string, rulesFile string) (gradebook.Grades, error) {
	whole, err := s.readReports(reports)
	if err != nil {
		return gradebook.Grades{}, err
	}
	var rules gradebook.Rules
	if rulesFile != "" {
		if rules, err = gradebook.ReadRules(rulesFile); err != nil {
			hint := tr.T("`workbook grades --help` shows every key")
			if errors.Is(err, fs.ErrNotExist) {
				hint = tr.T("name the file with the rules of the class")
			}
			return gradebook.Grades{}, errorWithHint(err, hint)
		}
	}
	for _, slip := range rules.Unknown(namesIn(whole)) {
		s.note(slip)
	}
	return gradebook.Make(whole, rules), nil
}

func namesIn(r *report.Report) (names gradebook.Names) {
	for _, e := range r.Exercises {
		names.Students = append(names.Students, e.Student)
		names.Exercises = append(names.Exercises, e.ID)
	}
	slices.Sort(names.Students)
	slices.Sort(names.Exercises)
	return gradebook.Names{Students: slices.Compact(names.Students), Exercises: slices.Compact(names.Exercises)}
}
