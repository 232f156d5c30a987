package tui

import (
	"context"
	"errors"
	"strings"
	"time"

	"workbook/cmd/workbook/internal/backup"
	"workbook/cmd/workbook/internal/watch"
	"workbook/grader/report"
)

// An Undoer brings back what a reset took of an exercise.
type Undoer interface {
	// Find is what there is to bring back. Nothing is [backup.ErrNoBackup].
	Find(exercise string) (backup.Backup, error)
	// Undo brings the backup of that name back.
	Undo(exercise, name string) (backup.Result, error)
}

// A backupMsg carries what [Undoer.Find] found; asked: for the learner's key.
type backupMsg struct {
	exercise string
	asked    bool
	backup   backup.Backup
	err      error
}

// An undoneMsg is the end of an undo.
type undoneMsg struct {
	exercise, hash string
	result         backup.Result
	err            error
}

// findBackup looks for what there is to bring back of an exercise.
func (w *work) findBackup(exercise string, asked bool) Cmd {
	undoer := w.cfg.Undo
	if undoer == nil {
		return nil
	}
	return w.jobs.cmd(func(context.Context) Msg {
		b, err := undoer.Find(exercise)
		return backupMsg{exercise, asked, b, err}
	})
}

// foundBackup keeps what was found, for the verdict to offer it.
func (w *work) foundBackup(msg backupMsg) news {
	w.backups[msg.exercise] = msg
	return news{changed: true}
}

// undo brings a backup back. What is saved meanwhile is not graded before it is over.
func (w *work) undo(b backup.Backup) Cmd {
	id, undoer, dir := b.Exercise, w.cfg.Undo, w.cfg.Course.ExerciseDir(b.Exercise)
	w.resetting = id
	return w.jobs.cmd(func(context.Context) Msg {
		res, err := undoer.Undo(id, b.Name)
		hash, hashErr := watch.Hash(dir)
		return undoneMsg{id, hash, res, errors.Join(err, hashErr)}
	})
}

// undone has what is back graded, as a save would be.
func (w *work) undone(msg undoneMsg) (news, Cmd) {
	w.resetting = ""
	delete(w.backups, msg.exercise)
	switch {
	case msg.err != nil && msg.result.Changed():
		return news{notice: "Not all of it may be back: " + msg.err.Error()}, nil
	case msg.err != nil:
		return news{notice: "Nothing was brought back: " + msg.err.Error()}, nil
	case !msg.result.Changed():
		return news{notice: "That is what is there already."}, nil
	}
	w.runs.forget(msg.exercise)
	w.restored[msg.exercise] = msg.hash
	delete(w.pristine, msg.exercise)
	words := "Brought back: " + report.OneLine(strings.Join(msg.result.Restored, ", ")) + "."
	if len(msg.result.Restored) == 0 {
		words = "Brought back what you had."
	}
	if msg.result.Backup != "" {
		words += " What was there is in " + w.relative(msg.result.Backup) + "."
	}
	n := news{changed: true, reset: true, notice: words}
	return n, w.folders.ask(w.exercises()[w.index(msg.exercise)])
}

// lost reports whether the files of an exercise were not even fit to be read when they
// were graded last: deleted, or not what they should be.
func (w *work) lost(exercise string) bool {
	r := w.runs.of(exercise)
	if r == nil || r.result == nil {
		return false
	}
	read, ok := r.stages[report.Read]
	return ok && read.Verdict.Failed()
}

// rescue is what brings the files of the open exercise back: the backup of a day, which
// is zero when there is none, and a reset. Of what cannot even be looked at, such as a
// link in the place of a file, it is neither: the verdict says what to do with it.
func (w *work) rescue() (from time.Time, reset bool) {
	found, ok := w.backups[w.current.ID]
	switch {
	case ok && found.err == nil:
		from = found.backup.At
	case ok && !errors.Is(found.err, backup.ErrNoBackup):
		return time.Time{}, false
	}
	return from, w.cfg.Reset != nil
}
