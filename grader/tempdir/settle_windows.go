package tempdir

import (
	"errors"
	"os"
	"path/filepath"

	"workbook/grader/filelock"
)

// settle gives the folder its name. A folder with an open file cannot be renamed
// here, so the file is opened and locked again: for a moment a sweep that runs just
// now could take the folder, and then this fails and is tried again by whoever asked.
func settle(d *Dir, young string) error {
	d.release()
	if err := os.Rename(young, d.Path); err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(d.Path, lock), os.O_RDWR, 0)
	if err != nil {
		return err
	}
	d.held = f
	if free, err := filelock.Try(f); err != nil || !free {
		return errors.Join(err, errors.New("another grader is sweeping this folder"))
	}
	return nil
}
