package classreport

import (
	"fmt"
	"slices"
	"time"

	"workbook/grader/report"
)

// A Try is one time that a student handed in an exercise.
type Try struct {
	Student, Exercise string
	At                time.Time // its day is the one of its own time zone
	Verdict           report.Verdict
	NotBegun          bool // it was the stub, as it was handed out
}

// A History is what is known of tries.
type History struct {
	Tries []Try
	Times string // whose times they are, as a sentence
}

// TimesOfBatch says whose times those of a batch are.
const TimesOfBatch = "The times are those of the batch that met the work first: it was handed in then at the latest."

// Tries are what a class tried over time.
type Tries struct {
	Times       string // whose times they are, as a sentence
	First, Last time.Time
	Students    []Tried // as Class.Students
}

// A Tried is a line of the table of tries.
type Tried struct {
	Name  string
	Cells []Attempts // as Class.Exercises
}

// Attempts are what one student tried of one exercise.
type Attempts struct {
	Count  int
	Needed int       // tries until the first that passed; 0: none has
	Passed time.Time // when that was
}

// tries puts together what is known of the students in the table. A grader's failure is no
// try of a student's, nor is the stub of who had not begun then.
func (class *Class) tries(h History) {
	students, exercises := map[string]int{}, map[string]int{}
	for i, s := range class.Students {
		students[s.Name] = i
	}
	for i, ex := range class.Exercises {
		exercises[ex.ID] = i
	}
	var known []Try
	for _, t := range h.Tries {
		_, student := students[t.Student]
		_, exercise := exercises[t.Exercise]
		if student && exercise && !t.NotBegun && t.Verdict.Known() && t.Verdict != report.GraderError && t.Verdict != report.NotRun {
			known = append(known, t)
		}
	}
	if len(known) == 0 {
		return
	}
	slices.SortStableFunc(known, func(a, b Try) int { return a.At.Compare(b.At) })
	// Days of several time zones need not be in the order of their moments.
	byDay := func(a, b Try) int { return day(a.At).Compare(day(b.At)) }
	all := &Tries{Times: h.Times, First: day(slices.MinFunc(known, byDay).At), Last: day(slices.MaxFunc(known, byDay).At)}
	for _, s := range class.Students {
		all.Students = append(all.Students, Tried{Name: s.Name, Cells: make([]Attempts, len(class.Exercises))})
	}
	of := make([][]Try, len(class.Exercises))
	for _, t := range known {
		ex := exercises[t.Exercise]
		of[ex] = append(of[ex], t)
		all.Students[students[t.Student]].Cells[ex].add(t)
	}
	class.Tries = all
	for i := range class.Exercises {
		class.Exercises[i].Chart = newChart(of[i], all.First, all.Last)
		class.Exercises[i].Needed = all.needed(i)
	}
}

// add counts a try, which comes after those before it.
func (a *Attempts) add(t Try) {
	a.Count++
	if t.Verdict.Passed() && a.Needed == 0 {
		a.Needed, a.Passed = a.Count, t.At
	}
}

// needed says how many tries those who have passed an exercise needed.
func (t *Tries) needed(exercise int) string {
	var all []int
	for _, s := range t.Students {
		if n := s.Cells[exercise].Needed; n > 0 {
			all = append(all, n)
		}
	}
	if len(all) == 0 {
		return ""
	}
	slices.Sort(all)
	if all[len(all)-1] == 1 {
		return "Those who passed did so at their first try."
	}
	return fmt.Sprintf("Those who passed needed a median of %d and at most %d.", all[(len(all)-1)/2], all[len(all)-1])
}
