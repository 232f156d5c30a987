package tui

import (
	"context"
	"errors"
	"path/filepath"

	"workbook/cmd/workbook/internal/watch"
)

// A resetMsg is the end of a reset.
type resetMsg struct {
	exercise, backup, hash string
	err                    error
}

// reset puts the files of the open exercise back to how they were at first.
func (w *work) reset() Cmd {
	id, reset := w.current.ID, w.cfg.Reset
	dir := w.cfg.Course.ExerciseDir(id)
	w.resetting = id
	return w.jobs.cmd(func(ctx context.Context) Msg {
		backup, err := reset(ctx, id)
		hash, hashErr := watch.Hash(dir)
		return resetMsg{id, backup, hash, errors.Join(err, hashErr)}
	})
}

func (w *work) wasReset(msg resetMsg) news {
	w.resetting = ""
	if msg.err != nil {
		return news{notice: "Nothing was reset: " + msg.err.Error()}
	}
	w.runs.forget(msg.exercise)
	w.pristine[msg.exercise], w.folders.hashes[msg.exercise] = msg.hash, msg.hash
	if msg.backup == "" {
		return news{changed: true, reset: true, notice: "Nothing was different from how it was at first."}
	}
	words := "Started over. What you had is in " + w.relative(msg.backup) + "."
	return news{changed: true, reset: true, undo: w.cfg.Undo != nil, notice: words}
}

// relative names a path as seen from the course.
func (w *work) relative(path string) string {
	if rel, err := filepath.Rel(w.cfg.Course.Root, path); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return path
}
