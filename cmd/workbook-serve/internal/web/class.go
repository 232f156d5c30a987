package web

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"workbook/cmd/workbook-serve/internal/store"
)

// A classPage is how the class stands now.
type classPage struct {
	Waiting, Grading int
	Hour             int     // gradings within the last hour
	Rate             float64 // a minute, within the last ten
	Students         []classRow
	Exercises        []string // ids
	Stops            []stop
	Latest           []latest
	Rules            bool // there is a class.toml
}

// A classRow is a student.
type classRow struct {
	ID      int64
	Name    string
	Revoked bool
	Points  int
	Cells   []cell // as classPage.Exercises
}

// A cell is a student's exercise.
type cell struct {
	Best  *store.Submission // nil: nothing is graded
	Tries int
	Open  bool // something waits, or is graded
}

// A stop is what does not pass for how many students.
type stop struct {
	Exercise, What string
	Students       int
}

// A latest is one of the newest submissions.
type latest struct {
	store.Submission
	Student string
}

const (
	manyStops  = 12
	manyLatest = 15
)

// class is the page of an instructor.
func (s *service) class(w http.ResponseWriter, r *http.Request, p store.Person) error {
	people, err := s.Store.People(r.Context())
	if err != nil {
		return err
	}
	subs, err := s.Store.All(r.Context())
	if err != nil {
		return err
	}
	page := classPage{Waiting: s.Queue.Len(), Grading: s.Marker.Grading(), Rules: s.ClassFile != ""}
	for _, ex := range s.Course.Exercises {
		page.Exercises = append(page.Exercises, ex.ID)
	}
	names := namesOf(people)
	cells := cellsOf(subs)
	page.Students = students(people, page.Exercises, cells)
	page.rate(subs, time.Now())
	page.Stops = stops(subs)
	for _, sub := range slices.Backward(subs) {
		if len(page.Latest) < manyLatest {
			page.Latest = append(page.Latest, latest{sub, names[sub.Person]})
		}
	}
	return s.show(w, http.StatusOK, "class", frame{Title: "The class", Person: &p, Live: true, Body: page})
}

// A place is a student's exercise.
type place struct {
	person   int64
	exercise string
}

func cellsOf(subs []store.Submission) map[place]cell {
	cells := map[place]cell{}
	for _, sub := range subs {
		at := place{sub.Person, sub.Exercise}
		c := cells[at]
		c.Tries++
		switch {
		case sub.State != store.Done:
			c.Open = true
		case better(&sub, c.Best):
			c.Best = &sub
		}
		cells[at] = c
	}
	return cells
}

// students are the rows of the table: the students, and instructors who have tried.
func students(people []store.Person, exercises []string, cells map[place]cell) (rows []classRow) {
	for _, person := range people {
		row, any := classRow{ID: person.ID, Name: person.Name, Revoked: !person.Revoked.IsZero()}, false
		for _, ex := range exercises {
			c := cells[place{person.ID, ex}]
			any = any || c.Tries > 0
			if c.Best != nil {
				row.Points += c.Best.Points
			}
			row.Cells = append(row.Cells, c)
		}
		if person.Role == store.Student || any {
			rows = append(rows, row)
		}
	}
	return rows
}

// rate says how fast verdicts are reached.
func (p *classPage) rate(subs []store.Submission, now time.Time) {
	recent := 0
	for _, sub := range subs {
		if sub.Graded.IsZero() {
			continue
		}
		if age := now.Sub(sub.Graded); age < time.Hour {
			p.Hour++
			if age < 10*time.Minute {
				recent++
			}
		}
	}
	p.Rate = float64(recent) / 10
}

// stops says what fails most: of each student and exercise the newest verdict counts.
func stops(subs []store.Submission) (all []stop) {
	newest := map[place]string{}
	for _, sub := range subs {
		if sub.State == store.Done {
			newest[place{sub.Person, sub.Exercise}] = sub.Stop
		}
	}
	counts := map[stop]int{}
	for at, what := range newest {
		if what != "" {
			counts[stop{Exercise: at.exercise, What: what}]++
		}
	}
	for s, n := range counts {
		s.Students = n
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b stop) int {
		return cmp.Or(cmp.Compare(b.Students, a.Students), cmp.Compare(a.Exercise, b.Exercise), cmp.Compare(a.What, b.What))
	})
	return all[:min(len(all), manyStops)]
}
