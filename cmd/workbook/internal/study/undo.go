package study

import (
	"context"
	"errors"
	"strings"
	"time"

	"workbook/cmd/internal/tr"
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

// A BackupMsg carries what [Undoer.Find] found; asked: for the learner's key.
type BackupMsg struct {
	Exercise string
	Asked    bool
	Backup   backup.Backup
	Err      error
}

// An UndoneMsg is the end of an undo.
type UndoneMsg struct {
	Exercise, hash string
	Result         backup.Result
	err            error
}

// FindBackup looks for what there is to bring back of an exercise.
func (w *Work) FindBackup(exercise string, asked bool) Cmd {
	undoer := w.Config.Undo
	if undoer == nil {
		return nil
	}
	return w.Jobs.Cmd(func(context.Context) Msg {
		b, err := undoer.Find(exercise)
		return BackupMsg{exercise, asked, b, reason(err)}
	})
}

// foundBackup keeps what was found, for the verdict to offer it.
func (w *Work) foundBackup(msg BackupMsg) News {
	w.backups[msg.Exercise] = msg
	return News{Changed: true}
}

// Undo brings a backup back. What is saved meanwhile is not graded before it is over.
func (w *Work) Undo(b backup.Backup) Cmd {
	id, undoer, dir := b.Exercise, w.Config.Undo, w.Config.Course.ExerciseDir(b.Exercise)
	w.resetting = id
	return w.Jobs.Cmd(func(context.Context) Msg {
		res, err := undoer.Undo(id, b.Name)
		if err != nil {
			return UndoneMsg{Exercise: id, Result: res, err: reason(err)}
		}
		hash, err := watch.Hash(dir)
		return UndoneMsg{id, hash, res, err}
	})
}

// undone has what is back graded, as a save would be.
func (w *Work) undone(msg UndoneMsg) (News, Cmd) {
	w.resetting = ""
	delete(w.backups, msg.Exercise)
	switch {
	case msg.err != nil && msg.Result.Changed():
		return News{Notice: tr.T("Not all of it may be back: %s", msg.err.Error())}, nil
	case msg.err != nil:
		return News{Notice: tr.T("Nothing was brought back: %s", msg.err.Error())}, nil
	case !msg.Result.Changed():
		return News{Notice: tr.T("That is what is there already.")}, nil
	}
	w.Runs.Forget(msg.Exercise)
	w.restored[msg.Exercise] = msg.hash
	delete(w.pristine, msg.Exercise)
	words := tr.T("Brought back: %s.", report.OneLine(strings.Join(msg.Result.Restored, ", ")))
	if len(msg.Result.Restored) == 0 {
		words = tr.T("Brought back what you had.")
	}
	if msg.Result.Backup != "" {
		words += " " + tr.T("What was there is in %s.", w.relative(msg.Result.Backup))
	}
	n := News{Changed: true, Reset: true, Notice: words}
	ex, err := w.Config.Course.Exercise(msg.Exercise)
	if err != nil {
		return n, nil // there is no such exercise to grade
	}
	return n, w.Folders.ask(ex, false)
}

// Lost reports whether the files of an exercise were not even fit to be read when they
// were graded last: deleted, or not what they should be.
func (w *Work) Lost(exercise string) bool {
	r := w.Runs.Of(exercise)
	if r == nil || r.Result == nil {
		return false
	}
	read, ok := r.Stages[report.Read]
	return ok && read.Verdict.Failed()
}

// Searched reports whether it is known what [Work.Rescue] can bring back.
func (w *Work) Searched() bool {
	_, found := w.backups[w.Current.ID]
	return found || w.Config.Undo == nil
}

// Rescue is what brings the files of the open exercise back: the backup of a day, which
// is zero when there is none, and a reset. Of what cannot even be looked at, such as a
// link in the place of a file, it is neither: the verdict says what to do with it.
func (w *Work) Rescue() (from time.Time, reset bool) {
	found, ok := w.backups[w.Current.ID]
	switch {
	case ok && found.Err == nil:
		from = found.Backup.At
	case ok && !errors.Is(found.Err, backup.ErrNoBackup):
		return time.Time{}, false
	}
	return from, w.Config.Reset != nil
}
