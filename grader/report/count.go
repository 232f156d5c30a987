package report

import "slices"

// Exit codes of a program whose result is a [Report].
const (
	ExitPassed      = 0 // every exercise passed
	ExitNotPassed   = 1 // at least one did not
	ExitGraderError = 3 // the grader itself failed; 2 is left to the command line
)

// Passed reports whether every exercise passed. A report on nothing has not
// passed.
func (r *Report) Passed() bool {
	if r == nil || len(r.Exercises) == 0 {
		return false
	}
	for _, e := range r.Exercises {
		if !e.Verdict.Passed() {
			return false
		}
	}
	return true
}

// ExitCode is the exit code that r stands for: [ExitPassed] when every exercise
// passed; [ExitGraderError] when the grader failed anywhere, left a verdict that
// is none of the vocabulary, or graded nothing; else [ExitNotPassed].
func (r *Report) ExitCode() int {
	if r.Passed() {
		return ExitPassed
	}
	if r == nil || len(r.Exercises) == 0 {
		return ExitGraderError
	}
	for _, e := range r.Exercises {
		if e.graderFailed() {
			return ExitGraderError
		}
	}
	return ExitNotPassed
}

func (e *Exercise) graderFailed() bool {
	bad := func(v Verdict) bool { return v == GraderError || !v.Known() }
	if bad(e.Verdict) {
		return true
	}
	for _, s := range e.Stages {
		if bad(s.Verdict) {
			return true
		}
	}
	for _, c := range e.Checks {
		if bad(c.Verdict) {
			return true
		}
	}
	return false
}

// A Count sums up a report.
type Count struct {
	Exercises, Passed int
	Points, MaxPoints int
}

// Count sums up r.
func (r *Report) Count() Count {
	var c Count
	for _, e := range r.orEmpty().Exercises {
		c.Exercises++
		if e.Verdict.Passed() {
			c.Passed++
		}
		c.Points += e.Points
		c.MaxPoints += e.MaxPoints
	}
	return c
}

// String says the count as a sentence without its full stop: "1 of 2 exercises
// passed, 4 of 10 points".
func (c Count) String() string { return c.In(english{}) }

// In is the same in other words.
func (c Count) In(w Words) string {
	return w.N(c.Exercises, "%d of %d exercise passed", "%d of %d exercises passed", c.Passed, c.Exercises) + ", " +
		w.N(c.MaxPoints, "%d of %d point", "%d of %d points", c.Points, c.MaxPoints)
}

// orEmpty is r, and a report on nothing when r is nil.
func (r *Report) orEmpty() *Report {
	if r == nil {
		return &Report{}
	}
	return r
}

// Stage is the stage of that name, if there is one.
func (e *Exercise) Stage(name StageName) (Stage, bool) {
	i := slices.IndexFunc(e.Stages, func(s Stage) bool { return s.Name == name })
	if i < 0 {
		return Stage{}, false
	}
	return e.Stages[i], true
}

// Check is the check of that name, if there is one.
func (e *Exercise) Check(name string) (Check, bool) {
	i := slices.IndexFunc(e.Checks, func(c Check) bool { return c.Name == name })
	if i < 0 {
		return Check{}, false
	}
	return e.Checks[i], true
}

// ChecksWith returns how many checks have the verdict.
func (e *Exercise) ChecksWith(v Verdict) int {
	n := 0
	for _, c := range e.Checks {
		if c.Verdict == v {
			n++
		}
	}
	return n
}
