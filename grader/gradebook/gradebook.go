// Package gradebook turns the verdicts on a class into its grades, by rules that the
// class has written down: weights, late days, attempts, what is dropped, and what a
// person has added by hand.
//
//	rules, err := gradebook.ReadRules("class.toml")
//	…
//	grades := gradebook.Make(rep, rules)
//
// The same report and the same rules give the same grades: nothing is kept anywhere
// else, and a rule that changes its mind is followed by making the grades again.
//
// A class.toml, with every key there is:
//
//	title       = "Concurrent Go, autumn"
//	deadline    = 2026-12-01T23:59:00+01:00 # optional: nothing is late without it
//	attempts    = "best"                    # optional: of several rows "best", "last" or "first"
//	drop_lowest = 1                         # optional: exercises that count least
//
//	[late]                                  # optional
//	percent_per_day = 10                    # off, for each day that has begun
//	most_percent    = 50                    # optional: off at most; 100
//	grace_minutes   = 15                    # optional: 0
//
//	[[exercise]]                            # optional: those named count, else all that were graded
//	id       = "02_spawned"
//	weight   = 2.0                          # optional: 1
//	deadline = 2026-12-08T23:59:00+01:00    # optional
//
//	[[handed_in]]                           # when, for late days; nothing is late without it
//	student  = "ada"
//	exercise = "02_spawned"                 # optional: all
//	at       = 2026-12-02T08:00:00+01:00
//
//	[[manual]]                              # by a person
//	student  = "ada"
//	exercise = "02_spawned"
//	points   = 5                            # optional: added to what the grader gave; may be negative
//	excused  = false                        # optional: the exercise does not count for this student
//	comment  = "A good README."             # optional
package gradebook

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"workbook/grader/report"
)

// Grades are those of a class.
type Grades struct {
	Title     string    `json:"title"`
	Exercises []Column  `json:"exercises"`
	Students  []Student `json:"students"` // sorted by name
}

// A Column is an exercise that counts.
type Column struct {
	ID        string  `json:"id"`
	Title     string  `json:"title"`
	MaxPoints int     `json:"max_points"`
	Weight    float64 `json:"weight"`
}

// A Student is a line.
type Student struct {
	Name    string  `json:"student"`
	Cells   []Cell  `json:"exercises"` // as Grades.Exercises
	Percent float64 `json:"percent"`   // of what counts, weighted, from 0
	Pending int     `json:"pending"`   // exercises that the grader could not judge, and nobody has
}

// A Cell is what one exercise is worth to one student.
type Cell struct {
	Verdict  report.Verdict `json:"verdict"`
	Graded   int            `json:"graded"`             // points that the grader gave
	Manual   int            `json:"manual,omitempty"`   // points by hand
	Late     int            `json:"late,omitempty"`     // days that have begun
	Off      float64        `json:"off,omitempty"`      // points taken off for them
	Points   float64        `json:"points"`             // what it is worth: never below 0
	Attempts int            `json:"attempts,omitempty"` // rows that there were
	Dropped  bool           `json:"dropped,omitempty"`  // counts least, and does not count
	Excused  bool           `json:"excused,omitempty"`
	Pending  bool           `json:"pending,omitempty"` // the grader failed: nobody knows yet
	Comment  string         `json:"comment,omitempty"`
}

// counts reports whether the cell is part of the sum.
func (c Cell) counts() bool { return !c.Dropped && !c.Excused && !c.Pending }

// Make makes the grades of the students in a report.
func Make(r *report.Report, rules Rules) Grades {
	g := Grades{Title: rules.Title, Exercises: rules.columns(r)}
	rows := map[string]map[string][]report.Exercise{}
	for _, e := range r.Exercises {
		if rows[e.Student] == nil {
			rows[e.Student] = map[string][]report.Exercise{}
		}
		rows[e.Student][e.ID] = append(rows[e.Student][e.ID], e)
	}
	for name, mine := range rows {
		s := Student{Name: name}
		for _, col := range g.Exercises {
			s.Cells = append(s.Cells, rules.cell(name, col, mine[col.ID]))
		}
		drop(s.Cells, g.Exercises, rules.DropLowest)
		s.sum(g.Exercises)
		g.Students = append(g.Students, s)
	}
	slices.SortFunc(g.Students, func(a, b Student) int { return cmp.Compare(a.Name, b.Name) })
	return g
}

// columns are the exercises that count, in the order of the rules, else of the report.
func (r Rules) columns(rep *report.Report) (all []Column) {
	of := map[string]report.Exercise{}
	var ids []string
	for _, e := range rep.Exercises {
		if _, ok := of[e.ID]; !ok {
			ids = append(ids, e.ID)
		}
		of[e.ID] = e
	}
	if len(r.Exercises) > 0 {
		ids = nil
		for _, e := range r.Exercises {
			ids = append(ids, e.ID)
		}
	} else {
		slices.Sort(ids)
	}
	for _, id := range ids {
		col := Column{ID: id, Title: of[id].Title, MaxPoints: of[id].MaxPoints, Weight: 1}
		if rule, ok := r.exercise(id); ok && rule.Weight != nil {
			col.Weight = *rule.Weight
		}
		all = append(all, col)
	}
	return all
}

func (r Rules) cell(student string, col Column, rows []report.Exercise) Cell {
	c := Cell{Verdict: report.NotRun, Attempts: len(rows)}
	if len(rows) > 0 {
		row := r.Attempts.of(rows)
		c.Verdict, c.Graded = row.Verdict, row.Points
		c.Pending = row.Verdict == report.GraderError
	}
	var comments []string
	for _, m := range r.Manual {
		if m.Student != student || m.Exercise != col.ID {
			continue
		}
		c.Manual += m.Points
		c.Excused = c.Excused || m.Excused
		c.Pending = c.Pending && m.Points == 0 // somebody has looked
		if m.Comment != "" {
			comments = append(comments, m.Comment)
		}
	}
	c.Comment = strings.Join(comments, " ")
	c.Late = r.lateDays(student, col.ID)
	c.Off = r.off(c.Graded, c.Late)
	c.Points = max(0, round(float64(c.Graded)-c.Off+float64(c.Manual)))
	return c
}

// off is what is taken off points for late days.
func (r Rules) off(points, late int) float64 {
	percent := min(float64(late)*r.Late.PercentPerDay, r.Late.most())
	return round(float64(points) * percent / 100)
}

// Worth is what points for an exercise are worth that were handed in at that time, without
// what is added by hand. When somebody wrote down another time for the student, it is that.
func (r Rules) Worth(student, exercise string, points int, at time.Time) float64 {
	r.HandedIn = append([]HandedIn{{Student: student, Exercise: exercise, At: at}}, r.HandedIn...)
	return round(float64(points) - r.off(points, r.lateDays(student, exercise)))
}

// of chooses the row that counts among several of one student and exercise. One that the
// grader failed at counts only when there is no other.
func (a Attempts) of(rows []report.Exercise) report.Exercise {
	judged := slices.DeleteFunc(slices.Clone(rows), func(e report.Exercise) bool { return e.Verdict == report.GraderError })
	if len(judged) == 0 {
		return rows[len(rows)-1]
	}
	switch a {
	case First:
		return judged[0]
	case Last:
		return judged[len(judged)-1]
	}
	return slices.MaxFunc(judged, func(x, y report.Exercise) int { return cmp.Compare(x.Points, y.Points) })
}

// lateDays are the days that had begun after the deadline when it was handed in.
func (r Rules) lateDays(student, exercise string) int {
	deadline := r.Deadline
	if rule, ok := r.exercise(exercise); ok && !rule.Deadline.IsZero() {
		deadline = rule.Deadline
	}
	var at time.Time
	for _, h := range r.HandedIn { // the last that says it counts
		if h.Student == student && (h.Exercise == "" || h.Exercise == exercise) {
			at = h.At
		}
	}
	after := at.Sub(deadline.Add(time.Duration(r.Late.GraceMinutes) * time.Minute))
	if deadline.IsZero() || at.IsZero() || after <= 0 {
		return 0
	}
	return int(math.Ceil(at.Sub(deadline).Hours() / 24))
}

// drop leaves out the cells that are worth least of their exercise, by the part of its
// points that was reached.
func drop(cells []Cell, columns []Column, n int) {
	var order []int
	for i, c := range cells {
		if c.counts() {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(part(cells[a], columns[a]), part(cells[b], columns[b])) })
	for _, i := range order[:min(n, max(0, len(order)-1))] { // one counts always
		cells[i].Dropped = true
	}
}

// part is how much of an exercise was reached: 1 is all; more by hand is more.
func part(c Cell, col Column) float64 {
	if col.MaxPoints == 0 {
		return 0
	}
	return c.Points / float64(col.MaxPoints)
}

func (s *Student) sum(columns []Column) {
	var reached, weights float64
	for i, c := range s.Cells {
		if c.Pending && !c.Excused {
			s.Pending++
		}
		if c.counts() {
			reached += part(c, columns[i]) * columns[i].Weight
			weights += columns[i].Weight
		}
	}
	if weights > 0 {
		s.Percent = round(100 * reached / weights)
	}
}

// round rounds to hundredths, which is what people read.
func round(x float64) float64 { return math.Round(100*x) / 100 }
