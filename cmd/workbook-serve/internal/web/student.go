package web

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"

	"workbook/cmd/workbook-serve/internal/marking"
	"workbook/cmd/workbook-serve/internal/queue"
	"workbook/cmd/workbook-serve/internal/store"
	"workbook/grader/course"
	"workbook/grader/report"
)

// A studentPage is what one student has handed in.
type studentPage struct {
	Name        string
	Points, Max int
	Passed, All int // exercises
	Exercises   []exerciseRow
}

// An exerciseRow is how a student stands with one exercise.
type exerciseRow struct {
	ID, Title   string
	Best        *store.Submission // nil: nothing is graded
	Last        *store.Submission // nil: nothing is handed in
	Ahead       int               // gradings before Last, while it waits
	Max         int
	Sparkline   sparkline
	Submissions []store.Submission // the newest first
}

// mine is the page of a student.
func (s *service) mine(w http.ResponseWriter, r *http.Request, p store.Person) error {
	return s.showStudent(w, r, p, p)
}

// student is the page of a student for an instructor.
func (s *service) student(w http.ResponseWriter, r *http.Request, p store.Person) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return errNoSuchPath
	}
	of, err := s.Store.Person(r.Context(), id)
	if err != nil {
		return err
	}
	return s.showStudent(w, r, p, of)
}

func (s *service) showStudent(w http.ResponseWriter, r *http.Request, reader, of store.Person) error {
	subs, err := s.Store.Of(r.Context(), of.ID)
	if err != nil {
		return err
	}
	page := studentPage{Name: of.Name, All: len(s.Course.Exercises)}
	for _, ex := range s.Course.Exercises {
		row := rowOf(ex, subs)
		if row.Last != nil {
			row.Ahead, _ = s.Queue.Ahead(queue.Item{ID: row.Last.ID, Owner: of.ID})
		}
		page.Max += row.Max
		if row.Best != nil {
			page.Points += row.Best.Points
			if row.Best.Verdict.Passed() {
				page.Passed++
			}
		}
		page.Exercises = append(page.Exercises, row)
	}
	return s.show(w, http.StatusOK, "student", frame{Title: of.Name, Person: &reader, Live: true, Body: page})
}

// rowOf is what there is of an exercise among submissions, the oldest of which comes first.
func rowOf(ex *course.Exercise, subs []store.Submission) exerciseRow {
	row := exerciseRow{ID: ex.ID, Title: ex.Title, Max: ex.Points()}
	var points []int
	for _, sub := range subs {
		if sub.Exercise != ex.ID {
			continue
		}
		row.Last = &sub
		row.Submissions = append([]store.Submission{sub}, row.Submissions...)
		if sub.State == store.Done {
			points = append(points, sub.Points)
			if better(&sub, row.Best) {
				row.Best = &sub
			}
		}
	}
	row.Sparkline = newSparkline(points, row.Max)
	return row
}

// better reports whether a verdict counts rather than one before: a pass, and then points.
// One that the grader failed at counts only when there is no other.
func better(sub, best *store.Submission) bool {
	if best == nil {
		return true
	}
	if judged(sub) != judged(best) {
		return judged(sub)
	}
	if sub.Verdict.Passed() != best.Verdict.Passed() {
		return sub.Verdict.Passed()
	}
	return sub.Points > best.Points
}

// judged reports whether the verdict is on the work, and not on the grader.
func judged(sub *store.Submission) bool { return sub.Verdict != report.GraderError }

// A verdictView is one submission, with the verdict as the terminal has it.
type verdictView struct {
	store.Submission
	Student string
	Title   string
	Ahead   int
	Text    string // empty: there is none yet
}

// verdictPage shows a submission.
func (s *service) verdictPage(w http.ResponseWriter, r *http.Request, p store.Person) error {
	sub, err := s.mayRead(r, p)
	if err != nil {
		return err
	}
	of, err := s.Store.Person(r.Context(), sub.Person)
	if err != nil {
		return err
	}
	view := verdictView{Submission: sub, Student: of.Name}
	view.Ahead, _ = s.Queue.Ahead(queue.Item{ID: sub.ID, Owner: sub.Person})
	if ex, err := s.Course.Exercise(sub.Exercise); err == nil { // else the course has it no more
		view.Title = ex.Title
	}
	result, err := s.Store.Result(r.Context(), sub.ID)
	if err != nil {
		return err
	}
	if result != nil {
		if view.Text, err = verdictText(*result, p); err != nil {
			return err
		}
	}
	return s.show(w, http.StatusOK, "verdict", frame{Title: fmt.Sprintf("%s, submission %d", sub.Exercise, sub.ID),
		Person: &p, Live: sub.State != store.Done, Body: view})
}

// verdictText is a verdict as `workbook grade` writes it.
func verdictText(ex report.Exercise, reader store.Person) (string, error) {
	if reader.Role != store.Instructor {
		ex = marking.DiscreetVerdict(ex)
	}
	var b bytes.Buffer
	err := report.WriteText(&b, &report.Report{Schema: report.Schema, Exercises: []report.Exercise{ex}}, report.TextOptions{Width: 100})
	return b.String(), err
}
