package study

import (
	"time"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/course"
)

// Tries says how an exercise was passed.
func (w *Work) Tries(ex *course.Exercise) string {
	e := w.Keeper.Progress.Entry(ex.ID)
	words := tries(e.Attempts)
	if e.Hints > 0 {
		words += ", " + tr.N(e.Hints, "%d hint", "%d hints", e.Hints)
	}
	return words
}

// Figures says how many tries it took, and from when to when.
func (w *Work) Figures() string {
	all, entries := 0, w.Keeper.Progress.Exercises
	var first, last time.Time
	for _, ex := range w.Exercises() {
		e := entries[ex.ID]
		all += e.Attempts
		first, last = widen(first, last, e)
	}
	words := tr.T("%s in %s", tr.N(len(w.Exercises()), "%d exercise", "%d exercises", len(w.Exercises())), tries(all))
	if first.IsZero() {
		return words + "."
	}
	from, to := tr.Date(first.In(w.Config.Zone)), tr.Date(last.In(w.Config.Zone))
	if from == to {
		return tr.T("%s, on %s.", words, to)
	}
	return tr.T("%s; the first passed on %s, the last on %s.", words, from, to)
}

// widen adds the first pass of an exercise to a stretch of time.
func widen(first, last time.Time, e progress.Entry) (time.Time, time.Time) {
	at := e.FirstPassed
	switch {
	case at.IsZero():
		return first, last
	case first.IsZero() || at.Before(first):
		first = at
	}
	if at.After(last) {
		last = at
	}
	return first, last
}

func tries(n int) string { return tr.N(n, "%d try", "%d tries", n) }
