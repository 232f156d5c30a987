// Package tempdir makes the folder in which a grader keeps the programs that it
// builds, or whoever grades what must not stay behind, and removes those of processes
// that were killed before they could do it.
//
//	dir, err := tempdir.Make()
//	…
//	defer dir.Remove()
//
// Whether a folder is in use is told by a lock that its owner holds for as long as
// it lives. A process id would not tell: several containers may share the folder for
// temporary files, and each counts its processes for itself.
package tempdir

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"workbook/grader/filelock"
)

const (
	prefix  = "workbook-grader-"
	newborn = "workbook-new-" // until the lock is held, so that no sweep finds it without
	lock    = "in-use"        // the file that is locked

	laidAside = time.Hour // the age of a newborn folder of which the maker was killed: it is one for an instant
)

// A Dir is a folder of this process's own. Its methods are not safe for concurrent use.
type Dir struct {
	Path string // absolute
	held *os.File
}

// Make removes what killed graders have left, and makes a folder. An error says
// what to do about the folder for temporary files.
func Make() (*Dir, error) {
	temp, err := filepath.Abs(os.TempDir())
	if err != nil {
		return nil, err
	}
	sweep(temp)
	d, err := makeIn(temp)
	if err != nil {
		return nil, fmt.Errorf("making a folder for programs: %w: TMPDIR chooses where, and must name a folder that is there and that you may write to", err)
	}
	if !executable(d.Path) {
		d.Remove()
		return nil, fmt.Errorf("no program can be started from %s (it is mounted noexec): set TMPDIR to a folder of another file system", temp)
	}
	return d, nil
}

func makeIn(temp string) (*Dir, error) {
	young, err := os.MkdirTemp(temp, newborn)
	if err != nil {
		return nil, err
	}
	d := &Dir{Path: filepath.Join(temp, prefix+strings.TrimPrefix(filepath.Base(young), newborn))}
	if d.held, err = os.Create(filepath.Join(young, lock)); err == nil {
		_, err = filelock.Try(d.held)
	}
	if err == nil {
		err = settle(d, young)
	}
	if err != nil {
		d.release()
		return nil, errors.Join(err, os.RemoveAll(young))
	}
	return d, nil
}

// Remove removes the folder with all that is in it.
func (d *Dir) Remove() error {
	d.release()
	return os.RemoveAll(d.Path)
}

func (d *Dir) release() {
	if d.held != nil {
		d.held.Close()
		d.held = nil
	}
}

// sweep does what it can; what it cannot remove is not ours to worry about. A
// folder without the lock's file is somebody else's, or was never finished.
func sweep(temp string) {
	found, _ := filepath.Glob(filepath.Join(temp, prefix+"*"))
	for _, folder := range found {
		f, err := os.OpenFile(filepath.Join(folder, lock), os.O_RDWR, 0)
		if err != nil {
			continue
		}
		free, err := filelock.Try(f)
		f.Close()
		if free && err == nil {
			os.RemoveAll(folder)
		}
	}
	unborn, _ := filepath.Glob(filepath.Join(temp, newborn+"*"))
	for _, folder := range unborn {
		if info, err := os.Lstat(folder); err == nil && time.Since(info.ModTime()) > laidAside {
			os.RemoveAll(folder)
		}
	}
}
