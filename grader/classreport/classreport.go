// Package classreport shows an instructor how a class is doing: who has got how far,
// which check stops how many, which mistakes are behind it, whose work is alike, and what
// was tried when.
//
//	class, err := classreport.Build(c, rows, classreport.History{Tries: tries, Times: "…"})
//	…
//	err = class.WriteHTML(f)
//
// The page is one file that loads nothing and runs nothing. Whatever students wrote is
// text in it.
package classreport

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"workbook/grader/course"
	"workbook/grader/report"
)

// A Row is the verdict on one exercise of one student.
type Row struct {
	report.Exercise
	Dir string // with the .go files; empty when nothing was handed in
}

// A Class is what is known of a class.
type Class struct {
	Title     string
	Students  []Student  // sorted by name
	Exercises []Exercise // in the order of the course, those that were graded
	Tries     *Tries     // over time; nil: nothing is known of them
}

// A Student is a line of the table.
type Student struct {
	Name              string
	Cells             []Cell // as Class.Exercises
	Points, MaxPoints int
}

// A Cell is how a student stands with an exercise.
type Cell struct {
	*report.Exercise      // nil: no row
	NotBegun         bool // the stub was handed in as it was handed out
}

// An Exercise is what a class made of one exercise.
type Exercise struct {
	ID, Title string
	Handed    int       // submissions, without those not begun
	Passed    int       // of them
	NotBegun  []string  // whose stub is as it was handed out
	Stops     []Stop    // what stops how many, most first
	Mistakes  []Mistake // what is behind it, most first
	Alike     []Alike   // whose work is alike, most first
	MoreAlike int       // groups that are not shown
	Chart     *Chart    // of tries over time; nil: there are none, or nothing is known of them
	Needed    string    // how many tries those who have passed needed, as a sentence
}

// A Stop is the check or the stage at which submissions failed first.
type Stop struct {
	What  string
	Count int
}

// A Mistake is a group of submissions that fail like one known-wrong solution, or at
// one check where none is near.
type Mistake struct {
	Name     string // of the known-wrong solution; empty when none is near
	About    string // what it does wrong, or the check's title
	Students []string
}

// Build puts together what rows say, and what is known of the students' tries.
func Build(c *course.Course, rows []Row, history History) (*Class, error) {
	class := &Class{Title: c.Title}
	for _, ex := range c.Exercises {
		var subs []submission
		var notBegun []string
		graded := false
		stub := stubOf(c.ExerciseDir(ex.ID))
		for i := range rows {
			if rows[i].ID != ex.ID {
				continue
			}
			graded = true
			if rows[i].Dir == "" {
				continue
			}
			if s := read(&rows[i]); stub.untouched(s) {
				notBegun = append(notBegun, rows[i].Student)
			} else {
				subs = append(subs, s)
			}
		}
		if !graded {
			continue
		}
		stat, err := exercise(c, ex, subs)
		slices.Sort(notBegun)
		stat.NotBegun = notBegun
		if err != nil {
			return nil, err
		}
		class.Exercises = append(class.Exercises, stat)
	}
	class.students(rows)
	class.tries(history)
	return class, nil
}

// students makes the table. Of two rows on one exercise the later counts.
func (class *Class) students(rows []Row) {
	index, notBegun := map[string]int{}, make([]map[string]bool, len(class.Exercises))
	for i, ex := range class.Exercises {
		index[ex.ID], notBegun[i] = i, map[string]bool{}
		for _, name := range ex.NotBegun {
			notBegun[i][name] = true
		}
	}
	by := map[string]*Student{}
	for i := range rows {
		at, ok := index[rows[i].ID]
		if !ok {
			continue
		}
		s := by[rows[i].Student]
		if s == nil {
			s = &Student{Name: rows[i].Student, Cells: make([]Cell, len(class.Exercises))}
			by[s.Name] = s
		}
		s.Cells[at] = Cell{&rows[i].Exercise, notBegun[at][s.Name]}
	}
	for _, name := range slices.Sorted(maps.Keys(by)) {
		s := by[name]
		for _, cell := range s.Cells {
			if cell.Exercise != nil {
				s.Points += cell.Points
				s.MaxPoints += cell.MaxPoints
			}
		}
		class.Students = append(class.Students, *s)
	}
}

func exercise(c *course.Course, ex *course.Exercise, subs []submission) (Exercise, error) {
	stat := Exercise{ID: ex.ID, Title: ex.Title, Handed: len(subs)}
	stops := map[string]int{}
	for _, s := range subs {
		if s.row.Verdict.Passed() {
			stat.Passed++
		} else if what, _ := FirstFailure(&s.row.Exercise); what != "" {
			stops[what]++
		}
	}
	for what, n := range stops {
		stat.Stops = append(stat.Stops, Stop{what, n})
	}
	slices.SortFunc(stat.Stops, func(a, b Stop) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.What, b.What))
	})
	known, err := knownWrong(c, ex)
	if err != nil {
		return stat, fmt.Errorf("looking for the mistakes in %s: %w", ex.ID, err)
	}
	stat.Mistakes = mistakes(subs, known)
	stat.Alike, stat.MoreAlike = alike(c, ex, subs)
	return stat, nil
}
