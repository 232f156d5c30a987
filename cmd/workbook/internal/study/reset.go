package study

import (
	"context"
	"path/filepath"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/watch"
)

// A ResetMsg is the end of a reset.
type ResetMsg struct {
	Exercise, Backup, Hash string
	err                    error
}

// Reset puts the files of the open exercise back to how they were at first.
func (w *Work) Reset() Cmd {
	id, reset := w.Current.ID, w.Config.Reset
	dir := w.Config.Course.ExerciseDir(id)
	w.resetting = id
	return w.Jobs.Cmd(func(ctx context.Context) Msg {
		backup, err := reset(ctx, id)
		if err != nil {
			return ResetMsg{Exercise: id, Backup: backup, err: reason(err)}
		}
		hash, err := watch.Hash(dir)
		return ResetMsg{id, backup, hash, err}
	})
}

func (w *Work) wasReset(msg ResetMsg) News {
	w.resetting = ""
	if msg.err != nil {
		return News{Notice: tr.T("Nothing was reset: %s", msg.err.Error())}
	}
	w.Runs.Forget(msg.Exercise)
	w.pristine[msg.Exercise], w.Folders.hashes[msg.Exercise] = msg.Hash, msg.Hash
	if msg.Backup == "" {
		return News{Changed: true, Reset: true, Notice: tr.T("Nothing was different from how it was at first.")}
	}
	words := tr.T("Started over. What you had is in %s.", w.relative(msg.Backup))
	return News{Changed: true, Reset: true, Undo: w.Config.Undo != nil, Notice: words}
}

// relative names a path as seen from the course.
func (w *Work) relative(path string) string {
	if rel, err := filepath.Rel(w.Config.Course.Root, path); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return path
}
