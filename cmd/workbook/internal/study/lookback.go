package study

import (
	"fmt"
	"time"

	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/course"
)

// Tries says how an exercise was passed.
func (w *Work) Tries(ex *course.Exercise) string {
	e := w.Keeper.Progress.Entry(ex.ID)
	words := count(e.Attempts, "try", "tries")
	if e.Hints > 0 {
		words += ", " + count(e.Hints, "hint", "hints")
	}
	return words
}

// Figures says how many tries it took, and from when to when.
func (w *Work) Figures() string {
	tries, entries := 0, w.Keeper.Progress.Exercises
	var first, last time.Time
	for _, ex := range w.Exercises() {
		e := entries[ex.ID]
		tries += e.Attempts
		first, last = widen(first, last, e)
	}
	words := fmt.Sprintf("%s in %s", count(len(w.Exercises()), "exercise", "exercises"), count(tries, "try", "tries"))
	if first.IsZero() {
		return words + "."
	}
	const day = "2 January 2006"
	from, to := first.In(w.Config.Zone).Format(day), last.In(w.Config.Zone).Format(day)
	if from == to {
		return words + ", on " + to + "."
	}
	return words + "; the first passed on " + from + ", the last on " + to + "."
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

// count is a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
