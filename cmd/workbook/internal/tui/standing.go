package tui

import "workbook/cmd/workbook/internal/progress"

// A standing is how an exercise stands, in the word that the screen has for it. It
// is more than [progress.State]: it knows what is in the folder, and what is being
// graded.
type standing string

const (
	nowUntouched = standing(progress.Untouched)
	nowFailing   = standing(progress.Failing)
	nowPassed    = standing(progress.Passed)
	nowRegressed = standing(progress.Regressed)

	nowChanged standing = "changed" // since it passed, and not graded yet
	nowGrading standing = "grading"
	nowWaiting standing = "waiting" // until something else is graded
)

// standing is how an exercise stands.
func (w *work) standing(id string) standing {
	switch {
	case w.runs.of(id).active():
		return nowGrading
	case w.runs.waits(id):
		return nowWaiting
	case w.changed(id):
		return nowChanged
	}
	return standing(w.keeper.progress.Entry(id).State())
}

// changed reports whether what is in the folder is known not to be what passed
// last, nor what a reset left. It was changed while nobody watched, or its verdict is
// still to come.
func (w *work) changed(id string) bool {
	e, now := w.keeper.progress.Entry(id), w.folders.hashes[id]
	return e.State() == progress.Passed && e.Hash != "" && now != "" && now != e.Hash && now != w.pristine[id]
}

// passed reports whether the last verdict on an exercise is a pass.
func (w *work) passed(id string) bool {
	return w.keeper.progress.Entry(id).State() == progress.Passed
}
