package gradebook

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/BurntSushi/toml"
)

// Rules are those of a class. The zero value counts every exercise alike, and nothing is
// late.
type Rules struct {
	Title      string     `toml:"title"`
	Deadline   time.Time  `toml:"deadline"`
	Attempts   Attempts   `toml:"attempts"`
	DropLowest int        `toml:"drop_lowest"`
	Late       Late       `toml:"late"`
	Exercises  []Exercise `toml:"exercise"`
	HandedIn   []HandedIn `toml:"handed_in"`
	Manual     []Manual   `toml:"manual"`
}

// Attempts say which of several rows counts. Empty is Best.
type Attempts string

// The rules for attempts.
const (
	Best  Attempts = "best"
	Last  Attempts = "last"
	First Attempts = "first"
)

// Late says what a late day costs.
type Late struct {
	PercentPerDay float64  `toml:"percent_per_day"`
	MostPercent   *float64 `toml:"most_percent"`
	GraceMinutes  int      `toml:"grace_minutes"`
}

func (l Late) most() float64 {
	if l.MostPercent == nil {
		return 100
	}
	return *l.MostPercent
}

// An Exercise says how one counts.
type Exercise struct {
	ID       string    `toml:"id"`
	Weight   *float64  `toml:"weight"`
	Deadline time.Time `toml:"deadline"`
}

// A HandedIn says when something was handed in.
type HandedIn struct {
	Student  string    `toml:"student"`
	Exercise string    `toml:"exercise"` // empty: all
	At       time.Time `toml:"at"`
}

// A Manual is what a person says.
type Manual struct {
	Student  string `toml:"student"`
	Exercise string `toml:"exercise"`
	Points   int    `toml:"points"`
	Excused  bool   `toml:"excused"`
	Comment  string `toml:"comment"`
}

func (r Rules) exercise(id string) (Exercise, bool) {
	i := slices.IndexFunc(r.Exercises, func(e Exercise) bool { return e.ID == id })
	if i < 0 {
		return Exercise{}, false
	}
	return r.Exercises[i], true
}

// Names are those by which rules know students and exercises, to find what nobody has:
// a name with a slip in it would change nobody's grade.
type Names struct{ Students, Exercises []string }

// ReadRules reads a class.toml. A key that does not exist, or a value that cannot be, is
// an error that names the file and, where it can, the line.
func ReadRules(path string) (Rules, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Rules{}, err
	}
	var r Rules
	meta, err := toml.Decode(string(data), &r)
	if parse := (toml.ParseError{}); errors.As(err, &parse) {
		return r, fmt.Errorf("%s:%d: %s", path, parse.Position.Line, parse.Message)
	} else if err != nil {
		return r, fmt.Errorf("%s: %w", path, err)
	}
	var errs []error
	for _, key := range meta.Undecoded() {
		errs = append(errs, fmt.Errorf("%s: there is no key %s", path, key))
	}
	for _, problem := range r.problems() {
		errs = append(errs, fmt.Errorf("%s: %s", path, problem))
	}
	return r, errors.Join(errs...)
}

func (r Rules) problems() (all []string) {
	say := func(wrong bool, format string, args ...any) {
		if wrong {
			all = append(all, fmt.Sprintf(format, args...))
		}
	}
	say(!slices.Contains([]Attempts{"", Best, Last, First}, r.Attempts), "attempts cannot be %q: it is best, last or first", r.Attempts)
	say(r.DropLowest < 0, "drop_lowest cannot be %d", r.DropLowest)
	say(r.Late.PercentPerDay < 0 || r.Late.PercentPerDay > 100, "percent_per_day is from 0 to 100, not %v", r.Late.PercentPerDay)
	say(r.Late.most() < 0 || r.Late.most() > 100, "most_percent is from 0 to 100, not %v", r.Late.most())
	say(r.Late.GraceMinutes < 0, "grace_minutes cannot be %d", r.Late.GraceMinutes)
	seen := map[string]bool{}
	for _, e := range r.Exercises {
		say(e.ID == "", "an exercise has no id")
		say(seen[e.ID], "exercise %s is there twice", e.ID)
		say(e.Weight != nil && *e.Weight < 0, "exercise %s: weight cannot be %v", e.ID, deref(e.Weight))
		seen[e.ID] = true
	}
	for i, h := range r.HandedIn {
		say(h.Student == "", "handed_in number %d has no student", i+1)
		say(h.At.IsZero(), "handed_in number %d does not say at which time", i+1)
	}
	for i, m := range r.Manual {
		say(m.Student == "" || m.Exercise == "", "manual number %d needs a student and an exercise", i+1)
	}
	return all
}

func deref(x *float64) float64 {
	if x == nil {
		return 0
	}
	return *x
}

// Unknown lists what the rules name and nobody has, each as a sentence.
func (r Rules) Unknown(known Names) (all []string) {
	look := func(what, name string, names []string) {
		text := fmt.Sprintf("class.toml names the %s %q, and the reports do not", what, name)
		if name != "" && !slices.Contains(names, name) && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	for _, e := range r.Exercises {
		look("exercise", e.ID, known.Exercises)
	}
	for _, h := range r.HandedIn {
		look("student", h.Student, known.Students)
		look("exercise", h.Exercise, known.Exercises)
	}
	for _, m := range r.Manual {
		look("student", m.Student, known.Students)
		look("exercise", m.Exercise, known.Exercises)
	}
	return all
}
