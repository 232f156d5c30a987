package scaffold

import (
	"errors"
	"os"
	"path/filepath"
	"slices"

	"workbook/cmd/internal/tr"
)

// A writer writes files that are not there yet, and can take all of them away again. It
// never writes over anything, and never takes away what it has not made.
type writer struct {
	made []string // in the order in which they were made
}

// write writes every piece below root. After an error nothing of them is left.
func (w *writer) write(root string, pieces []piece) error {
	for _, p := range pieces {
		if err := w.file(local(root, p.name), p.data); err != nil {
			w.undo()
			return tr.Errorf("writing %s: %w", p.name, err)
		}
	}
	return nil
}

func (w *writer) file(name string, data []byte) error {
	if err := w.folder(filepath.Dir(name)); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666) // less the umask
	if err != nil {
		return err
	}
	w.made = append(w.made, name)
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// folder makes a folder, and those above it that are missing.
func (w *writer) folder(name string) error {
	err := os.Mkdir(name, 0o777)
	switch {
	case err == nil:
		w.made = append(w.made, name)
		return nil
	case errors.Is(err, os.ErrExist):
		return nil // and if it is no folder, what is written into it says so
	case !errors.Is(err, os.ErrNotExist):
		return err
	}
	if err := w.folder(filepath.Dir(name)); err != nil {
		return err
	}
	return w.folder(name)
}

// undo takes away what was made, the last first. A folder stays when something else has
// come into it meanwhile.
func (w *writer) undo() {
	for _, name := range slices.Backward(w.made) {
		_ = os.Remove(name)
	}
	w.made = nil
}
