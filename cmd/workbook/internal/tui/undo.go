package tui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

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
func (w *work) findBackup(exercise string, asked bool) tea.Cmd {
	undoer := w.cfg.Undo
	if undoer == nil {
		return nil
	}
	return w.jobs.cmd(func(context.Context) tea.Msg {
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
func (w *work) undo(b backup.Backup) tea.Cmd {
	id, undoer, dir := b.Exercise, w.cfg.Undo, w.cfg.Course.ExerciseDir(b.Exercise)
	w.resetting = id
	return w.jobs.cmd(func(context.Context) tea.Msg {
		res, err := undoer.Undo(id, b.Name)
		hash, hashErr := watch.Hash(dir)
		return undoneMsg{id, hash, res, errors.Join(err, hashErr)}
	})
}

// undone has what is back graded, as a save would be.
func (w *work) undone(msg undoneMsg) (news, tea.Cmd) {
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

// rescue says what brings the files of the open exercise back. Of what cannot even be
// looked at, such as a link in the place of a file, the verdict says what to do with it.
func (w *work) rescue() string {
	found, ok := w.backups[w.current.ID]
	var ways []string
	switch {
	case ok && found.err == nil:
		ways = append(ways, "Press u to bring back what you had on "+found.backup.At.In(w.cfg.zone).Format(dateForm)+".")
	case ok && !errors.Is(found.err, backup.ErrNoBackup):
		return ""
	}
	if w.cfg.Reset != nil {
		ways = append(ways, "Press x to have the files as they were at first.")
	}
	return strings.Join(ways, " ")
}

// showBackup asks whether the backup that the learner's key asked for shall come back.
func (m *root) showBackup(msg backupMsg) {
	switch {
	case !msg.asked, msg.exercise != m.work.current.ID, m.panes.overlay != nil:
	case errors.Is(msg.err, backup.ErrNoBackup):
		m.frame.say("There is nothing to bring back: no reset took anything here that is missing now.")
	case msg.err != nil:
		m.frame.say("Nothing can be brought back: " + msg.err.Error())
	default:
		m.panes.cover(newUndoQuestion(m.work, msg.backup))
	}
}

// newUndoQuestion asks before a backup comes back.
func newUndoQuestion(w *work, b backup.Backup) *confirmation {
	return &confirmation{
		question: "Bring back what you had in " + name(w.current) + "?",
		detail: fmt.Sprintf("The backup of %s comes back: %s. What is there now is kept in a backup, too.",
			b.At.In(w.cfg.zone).Format(dateForm), report.OneLine(strings.Join(b.Files, ", "))),
		yes: func() tea.Cmd { return w.undo(b) },
	}
}
