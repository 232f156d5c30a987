package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/handin"
	"workbook/cmd/internal/onfarm"
	"workbook/cmd/internal/schedules"
	"workbook/cmd/internal/tr"
	"workbook/grader"
	"workbook/grader/batch"
	"workbook/grader/classreport"
	"workbook/grader/course"
	"workbook/grader/report"
)

// batchFlags are what the flags of batch say.
type batchFlags struct {
	to        string
	jobs      int
	exercises []string
	regrade   []string
	resume    bool
	race      grader.RaceMode
	schedules grader.Schedules
	seed      uint64
	trusted   bool
	farm      string // URL
}

func batchCommand(s *session) *cobra.Command {
	var flags batchFlags
	cmd := &cobra.Command{
		Use:   tr.T("batch SUBMISSIONS..."),
		Short: tr.T("Grade what a class has handed in"),
		Long: tr.T(`Grade what a class has handed in: folders or archives (zip, tar, tar.gz). A folder
that holds Go files or folders of exercises is the work of one student; any other
holds a folder or an archive for each student, whose name is the student's. Moodle's
and Canvas' downloads are such folders.

Every student gets a row for every exercise, whatever was handed in. Work is taken for
untrusted: a machine that cannot wall it in is refused.

The folder --to gets a journal, report.json, grades.csv and class.html, a page that
shows what stops how many, the mistakes behind it, whose work is alike, and, when batch is
run again as students hand in again, what they tried when. A verdict is in the journal as
soon as it is reached, so a batch that was stopped goes on where it was; the same work, and
work that was graded before, is not graded again, unless a hidden test, exercise.toml, Go or
the grader has changed. ` + "`workbook report`" + ` writes report.json in other formats.

With --farm the machines that take work from a queue grade, in the place of this one, and
--jobs is how much work is handed in at a time; ` + "`workbook-farm help`" + ` tells how to set
it up. It says who it is by the environment: $WORKBOOK_FARM_TOKEN_FILE, or
$WORKBOOK_FARM_CREDS, and $WORKBOOK_FARM_CA.

The exit code is 0 when every row has a verdict, 3 when the grader failed on one of
them, 2 when the command or its input is wrong.`),
		Example: `  workbook batch submissions/ --to week1
  workbook batch moodle.zip --exercises 01,02 --jobs 4
  workbook batch submissions/ --to week1 --regrade 02
  workbook batch submissions/ --to week1 --farm tls://10.0.0.1:4222`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errorWithHint(tr.Errorf("batch needs the folder or the archive that holds the submissions"), tr.T("for instance `workbook batch submissions/`"))
			}
			if flags.farm != "" && !cmd.Flags().Changed("jobs") {
				flags.jobs = onfarm.Jobs
			}
			return s.batch(cmd.Context(), args, flags)
		},
	}
	f := cmd.Flags()
	f.StringVar(&flags.to, "to", "grades", tr.T("the `folder` for the journal and the reports"))
	f.IntVar(&flags.jobs, "jobs", runtime.NumCPU(), tr.T("how many submissions to grade at the same time"))
	f.StringSliceVar(&flags.exercises, "exercises", nil, tr.T("only these `exercises`, with commas between"))
	f.StringSliceVar(&flags.regrade, "regrade", nil, tr.T("grade these `exercises` again, though their verdicts are in the journal"))
	f.BoolVar(&flags.resume, "resume", false, tr.T("insist that there is a journal to go on with"))
	wordVar(cmd, f, &flags.race, "race", tr.T("the race stage"), beginningWith(string(grader.RaceOn), raceModes))
	schedules.Var(f, &flags.schedules, grader.ClassSchedules)
	f.Uint64Var(&flags.seed, "seed", 0, tr.T("of random inputs; 0 chooses one for all"))
	f.BoolVar(&flags.trusted, "trusted", false, tr.T("the work is vouched for: grade it on a machine that cannot wall it in, too"))
	f.StringVar(&flags.farm, "farm", os.Getenv(onfarm.Env), tr.T("have it graded by the machines that work for the queue at a `URL`;\ndefault: $%s", onfarm.Env))
	return cmd
}

func (s *session) batch(ctx context.Context, paths []string, flags batchFlags) error {
	c, err := s.openCourse()
	if err != nil {
		return err
	}
	exercises, regrade, err := flags.chosen(&desk{Course: c})
	if err != nil {
		return err
	}
	g, err := s.classGrader(ctx, c, flags)
	if err != nil {
		return err
	}
	defer g.Close()
	rows, students, err := s.classRows(ctx, paths, c, exercises, g.Folder)
	if err != nil {
		return err
	}
	journal, err := flags.journal()
	if err != nil {
		return err
	}
	defer journal.Close()
	told, stubs := s.newTold(), classreport.NewStubs(c)
	rep, err := batch.Run(ctx, g, journal, rows, batch.Options{
		Jobs: flags.jobs, Race: flags.race, Schedules: flags.schedules, Seed: flags.seed, Regrade: regrade,
		NotBegun: func(row batch.Row) bool { return stubs.Untouched(row.Exercise, row.Dir) },
	}, batchProgress(told, time.Now()))
	told.clear()
	if ctx.Err() != nil {
		s.note(tr.T("%d verdicts are in %s; the same command goes on from there", journal.Len(), filepath.Join(flags.to, journalName)))
		return ctx.Err()
	}
	if err != nil {
		return notGraded(err)
	}
	if err := s.writeGrades(c, rep, rows, journal.Tries(), flags.to); err != nil {
		return err
	}
	s.out.printf("%s, %s: %s.\n%s\n", tr.N(students, "%d student", "%d students", students), tr.N(len(exercises), "%d exercise", "%d exercises", len(exercises)),
		tr.Count(rep.Count()), tr.T("%s has report.json, grades.csv and class.html.", flags.to))
	if rep.ExitCode() == report.ExitGraderError {
		return silent(report.ExitGraderError)
	}
	return nil
}

const journalName = "journal.jsonl"

// chosen are the exercises to grade, and the ids of those to grade again.
func (f batchFlags) chosen(d *desk) (exercises []*course.Exercise, regrade []string, err error) {
	if exercises, err = d.toGrade(f.exercises, len(f.exercises) == 0); err != nil {
		return nil, nil, err
	}
	again, err := d.named(f.regrade)
	for _, e := range again {
		regrade = append(regrade, e.ID)
	}
	if f.jobs < 1 {
		err = errorWithHint(tr.Errorf("--jobs cannot be %d", f.jobs), tr.T("it is how many submissions are graded at the same time"))
	}
	return exercises, regrade, err
}

// journal opens the journal in the folder for reports, which is made.
func (f batchFlags) journal() (*batch.Journal, error) {
	path := filepath.Join(f.to, journalName)
	if _, err := os.Stat(path); f.resume && err != nil {
		return nil, errorWithHint(tr.Errorf("there is no journal to go on with: %w", err), tr.T("leave --resume out to begin one, or name its folder with --to"))
	}
	if err := os.MkdirAll(f.to, 0o755); err != nil {
		return nil, errorWithHint(tr.Errorf("there is no place for reports: %w", err), tr.T("choose another --to"))
	}
	j, err := batch.OpenJournal(path)
	if errors.Is(err, batch.ErrBusy) {
		return nil, errorWithHint(err, tr.T("wait for the other batch, or choose another --to"))
	}
	if err != nil {
		return nil, failed(err)
	}
	return j, nil
}

// classRows are the rows of a class: every exercise of every student.
func (s *session) classRows(ctx context.Context, paths []string, c *course.Course, exercises []*course.Exercise,
	temp func(string) (string, error),
) (rows []batch.Row, students int, err error) {
	seen := map[string]bool{}
	for _, path := range paths {
		found, err := handin.Students(ctx, path, c, temp)
		if err != nil {
			return nil, 0, notTaken(err)
		}
		if len(found) == 0 {
			s.note(tr.T("%s holds nobody's work", path))
		}
		for _, student := range found {
			students++
			name := student.Name
			for n := 2; seen[name]; n++ { // somebody may have such a name, too
				name = fmt.Sprintf("%s (%d)", student.Name, n)
			}
			seen[name] = true
			for _, row := range studentRows(ctx, student, c, exercises, temp) {
				row.Student = name
				rows = append(rows, row)
			}
		}
	}
	return rows, students, nil
}

// studentRows finds each exercise in what one student has handed in. What is wrong with
// it is said in the rows.
func studentRows(ctx context.Context, student handin.Student, c *course.Course, exercises []*course.Exercise,
	temp func(string) (string, error),
) (rows []batch.Row) {
	h, err := handin.Open(ctx, student.Path, c, temp)
	for _, e := range exercises {
		row := batch.Row{Exercise: e.ID}
		unread := err
		if err == nil {
			found := h.Among(len(exercises))(e)
			row.Dir, row.Missing = whereIs(e, found)
			unread = h.UnreadableOf(e, found)
		}
		if unread != nil {
			row.Dir, row.Missing = "", tr.T("What was handed in cannot be looked at: %s.", unread.Error())
		}
		rows = append(rows, row)
	}
	return rows
}

// whereIs is the folder of what was found of an exercise, or why there is none.
func whereIs(e *course.Exercise, found handin.Found) (dir, missing string) {
	switch {
	case found.Dir != "":
		dir, err := filepath.Abs(found.Dir)
		if err != nil {
			return "", err.Error()
		}
		return dir, found.Missing
	case found.Missing == "":
		return "", tr.T("There is nothing for %s in what was handed in.", e.ID)
	}
	return "", found.Missing
}

// batchProgress tells how far a batch is that began then.
func batchProgress(t *told, began time.Time) func(batch.Progress) {
	return func(p batch.Progress) {
		spent := time.Since(began)
		text := tr.T("%d of %d rows", p.Rows, p.All)
		if p.Graded > 0 {
			text += tr.T(", %s gradings a minute", tr.Decimal(float64(p.Graded)/spent.Minutes()))
		}
		if left := p.Remaining(spent); left > 0 {
			text += tr.T(", %s left", left.Round(time.Second))
		}
		t.tell(bar(p.Rows, p.All)+" "+text, text, p.Rows == p.All)
	}
}

// writeGrades writes the reports of a batch into a folder.
func (s *session) writeGrades(c *course.Course, rep *report.Report, rows []batch.Row, tries []batch.Try, to string) error {
	for _, f := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{"report.json", func(w io.Writer) error { return report.WriteJSON(w, rep) }},
		{"grades.csv", func(w io.Writer) error { return report.WriteCSV(w, rep) }},
		{"class.html", func(w io.Writer) error { return writeClass(w, c, rep, rows, tries) }},
	} {
		if err := s.writeTo(filepath.Join(to, f.name), f.write); err != nil {
			return err
		}
	}
	return nil
}

// writeClass writes the page of the class.
func writeClass(w io.Writer, c *course.Course, rep *report.Report, rows []batch.Row, tries []batch.Try) error {
	all := make([]classreport.Row, len(rep.Exercises))
	for i, ex := range rep.Exercises {
		all[i] = classreport.Row{Exercise: ex, Dir: rows[i].Dir} // a whole report has a verdict for each row
	}
	history := classreport.History{Times: classreport.TimesOfBatch}
	for _, t := range tries {
		history.Tries = append(history.Tries, classreport.Try{Student: t.Student, Exercise: t.Exercise, At: t.Seen.Local(), Verdict: t.Verdict, NotBegun: t.NotBegun})
	}
	class, err := classreport.Build(c, all, history)
	if err != nil {
		return err
	}
	return class.WriteHTML(w)
}
