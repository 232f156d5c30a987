package study

import (
	"unicode/utf8"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/progress"
)

// A Standing is how an exercise stands, in the word that the screen has for it. It
// is more than [progress.State]: it knows what is in the folder, and what is being
// graded.
type Standing string

const (
	NowUntouched = Standing(progress.Untouched)
	NowFailing   = Standing(progress.Failing)
	NowPassed    = Standing(progress.Passed)
	NowRegressed = Standing(progress.Regressed)

	NowChanged Standing = "changed" // since it passed, and not graded yet
	NowGrading Standing = "grading"
	NowWaiting Standing = "waiting" // until something else is graded
)

// standings are all of them.
var standings = []string{
	tr.Mark("untouched"), tr.Mark("failing"), tr.Mark("passed"), tr.Mark("regressed"), tr.Mark("changed"),
	tr.Mark("grading"), tr.Mark("waiting"),
}

// Word is what it is called in the language of whoever reads it.
func (s Standing) Word() string { return tr.Text(string(s)) }

// StandingWidth is how many columns the longest word takes.
func StandingWidth() int {
	widest := 0
	for _, s := range standings {
		widest = max(widest, utf8.RuneCountInString(tr.Text(s)))
	}
	return widest
}

// Standing is how an exercise stands.
func (w *Work) Standing(id string) Standing {
	switch {
	case w.Runs.Of(id).Active():
		return NowGrading
	case w.Runs.waits(id):
		return NowWaiting
	case w.Changed(id):
		return NowChanged
	}
	return Standing(w.Keeper.Progress.Entry(id).State())
}

// Changed reports whether what is in the folder is known not to be what passed
// last, nor what a reset left. It was changed while nobody watched, or its verdict is
// still to come.
func (w *Work) Changed(id string) bool {
	e, now := w.Keeper.Progress.Entry(id), w.Folders.hashes[id]
	return e.State() == progress.Passed && e.Hash != "" && now != "" && now != e.Hash && now != w.pristine[id]
}

// Passed reports whether the last verdict on an exercise is a pass.
func (w *Work) Passed(id string) bool {
	return w.Keeper.Progress.Entry(id).State() == progress.Passed
}
