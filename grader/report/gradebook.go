package report

import (
	"io"
	"slices"
	"strconv"
)

// A gradebook is a report as a table of students and exercises.
type gradebook struct {
	exercises []Exercise // one of each id, for its title and points
	students  []string   // in the order in which they first come
	of        map[string]map[string]*Exercise
}

// gradebook puts the exercises of each student together. Of one that is there twice
// the later counts.
func (r *Report) gradebook() gradebook {
	g := gradebook{of: map[string]map[string]*Exercise{}}
	r = r.orEmpty()
	for i := range r.Exercises {
		e := &r.Exercises[i]
		if !slices.ContainsFunc(g.exercises, func(x Exercise) bool { return x.ID == e.ID }) {
			g.exercises = append(g.exercises, *e)
		}
		if g.of[e.Student] == nil {
			g.of[e.Student] = map[string]*Exercise{}
			g.students = append(g.students, e.Student)
		}
		g.of[e.Student][e.ID] = e
	}
	return g
}

// WriteMoodle writes r for Moodle's import of grades from a CSV file: a line a
// student, whose name in the report is to be mapped to what Moodle knows them by, and
// for each exercise a column of points and one of feedback. A cell is empty, and the
// grade in Moodle stays as it is, where the grader failed or nothing was graded.
func WriteMoodle(w io.Writer, r *Report) error {
	g := r.gradebook()
	header := []string{"Username"}
	for _, e := range g.exercises {
		header = append(header, Cell(e.ID), Cell(e.ID+" feedback"))
	}
	rows := [][]string{header}
	for _, s := range g.students {
		row := []string{Cell(s)}
		for _, x := range g.exercises {
			e := g.of[s][x.ID]
			row = append(row, grade(e), Cell(feedback(e)))
		}
		rows = append(rows, row)
	}
	return writeRows(w, rows, "for Moodle")
}

// WriteCanvas writes r for the import into Canvas' gradebook: a line of points
// possible and a line a student, who is found by the login. An exercise is an
// assignment of its name. A cell is empty where the grader failed or nothing was
// graded.
func WriteCanvas(w io.Writer, r *Report) error {
	g := r.gradebook()
	header := []string{"Student", "ID", "SIS User ID", "SIS Login ID", "Section"}
	possible := []string{"Points Possible", "", "", "", ""}
	for _, e := range g.exercises {
		header = append(header, Cell(e.ID+" "+e.Title))
		possible = append(possible, strconv.Itoa(e.MaxPoints))
	}
	rows := [][]string{header, possible}
	for _, s := range g.students {
		row := []string{Cell(s), "", "", Cell(s), ""}
		for _, x := range g.exercises {
			row = append(row, grade(g.of[s][x.ID]))
		}
		rows = append(rows, row)
	}
	return writeRows(w, rows, "for Canvas")
}

// grade is what an exercise is worth, empty when nobody can say.
func grade(e *Exercise) string {
	if e == nil || e.graderFailed() {
		return ""
	}
	return strconv.Itoa(e.Points)
}

func feedback(e *Exercise) string {
	if e == nil {
		return ""
	}
	s := e.Verdict.Word()
	if m := e.message(english{}); m != "" {
		s += ": " + withPlace(m, e.File, e.Line)
	}
	return s
}
