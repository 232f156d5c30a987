package study

import "workbook/cmd/workbook/internal/progress"

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
