package study

import (
	"slices"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/lesson"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// A Stepper records runs of inside checks, step by step. Without a check and a schedule it
// looks for the shortest run in which a check fails.
type Stepper = grader.Stepper

// A Stepping is a run to be recorded.
type Stepping struct {
	Exercise string // id
	Title    string // of the check; empty: whichever fails
	Check    string // the hidden test
	Schedule uint64 // 0: one is looked for
	Wrong    string // the known-wrong solution; empty: the learner's own files
	Dir      string // where the files are, if they are not the learner's; empty: they are, or those of Wrong

	Seen  *report.Check // the verdict's run of it, for where none can be recorded; nil: there is none
	Lacks string        // why none can be recorded, if that is known
}

// Steppable are the checks of the last run of which a run can be recorded, those that
// failed under a schedule first. Where there is none, why says so.
func (w *Work) Steppable() (checks []report.Check, why string) {
	r := w.Run()
	switch {
	case w.Config.Stepper == nil:
		return nil, tr.T("Nothing can be stepped through here.")
	case r == nil:
		return nil, tr.T("Nothing has been graded since workbook began: have it graded first.")
	case r.Active() && !r.Provisional:
		return nil, tr.T("It is still being graded: wait for the verdict.")
	case r.Result == nil:
		return nil, tr.T("There is no verdict, and so no check to step through: have it graded again.")
	case len(r.Result.Problems) > 0 || nothingRan(r.Checks):
		return nil, tr.T("Nothing has run that could be stepped through: mend what is said here first.")
	}
	elsewhere := false
	for _, c := range r.Checks {
		switch {
		case c.Kind != report.Inside:
		case c.Withheld || !w.here(c.Name):
			elsewhere = true
		default:
			checks = append(checks, c)
		}
	}
	if len(checks) == 0 && elsewhere {
		return nil, tr.T("The checks of this exercise are not here, so their runs cannot be recorded.")
	}
	if len(checks) == 0 {
		return nil, tr.T("This exercise has no check that runs in one process with your code, and only those can be stepped through.")
	}
	slices.SortStableFunc(checks, func(a, b report.Check) int { return urgency(a) - urgency(b) })
	return checks, ""
}

// nothingRan reports whether no check came to run, as when a function has the wrong signature.
func nothingRan(checks []report.Check) bool {
	return len(checks) > 0 && !slices.ContainsFunc(checks, func(c report.Check) bool { return c.Verdict != report.NotRun })
}

// here reports whether a check of the open exercise can be run here: one that the class has
// run need not be.
func (w *Work) here(check string) bool {
	return w.Solutions || slices.ContainsFunc(w.Current.Checks, func(c course.Check) bool { return c.Name == check && c.Visible })
}

// urgency is how much there is to be seen in a run of a check, the less the more.
func urgency(c report.Check) int {
	switch {
	case c.Verdict.Failed() && c.Schedule != 0:
		return 0
	case c.Verdict.Failed():
		return 1
	}
	return 2
}

// StepThrough is the run of a check of the open exercise. One that failed under a schedule
// is recorded under that.
func (w *Work) StepThrough(c report.Check) Stepping {
	return Stepping{Exercise: w.Current.ID, Title: report.OneLine(c.Title), Check: c.Name, Schedule: c.Schedule}
}

// Replay is the run that a page of an exercise's lesson shows.
func Replay(ex *course.Exercise, r course.Replay) Stepping {
	s := Stepping{Exercise: ex.ID, Title: r.Check, Check: r.Check, Schedule: r.Schedule, Wrong: r.Wrong}
	for _, c := range ex.Checks {
		if c.Name == r.Check {
			s.Title = report.OneLine(c.Title)
		}
	}
	return s
}

// MayReplay says why a known-wrong solution cannot be run here; it is empty where it can.
func (w *Work) MayReplay() (why string) {
	switch {
	case w.Config.Stepper == nil:
		return tr.T("Nothing can be stepped through here.")
	case !w.Solutions:
		return tr.T("This copy of the course has no wrong versions to run: they come with the hidden checks.")
	}
	return ""
}

// Replays are the replays of a lesson, by page. A page is named by its heading as it was
// written, and not as it was translated.
func Replays(c *course.Course, ex *course.Exercise) map[int]course.Replay {
	if len(ex.Replays) == 0 {
		return nil
	}
	written, err := lesson.Load(c.LessonPath(ex.ID))
	if err != nil {
		return nil // loading the lesson has said it
	}
	pages := make(map[int]course.Replay)
	for _, r := range ex.Replays {
		if i := slices.IndexFunc(written.Pages, func(p lesson.Page) bool { return p.Title == r.Page }); i >= 0 {
			pages[i] = r
		}
	}
	return pages
}
