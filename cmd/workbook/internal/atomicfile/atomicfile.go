// Package atomicfile writes a file that others see whole or not at all.
package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// A File takes the place of another one when it is committed. Until then the
// other one is as it was.
type File struct {
	f      *os.File
	path   string // of the file to replace
	direct bool   // f is the file itself
	done   bool
}

// Create begins to write the file at path. What cannot be replaced, such as a
// pipe or a terminal, is written directly; a symbolic link is followed. Errors
// that come now rather than from [File.Commit] save the caller the work.
func Create(path string) (*File, error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	perm := fs.FileMode(0o666) // less the umask
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return nil, &fs.PathError{Op: "write", Path: path, Err: errors.New("it is a folder")}
	case err == nil && !info.Mode().IsRegular():
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		return &File{f: f, path: path, direct: true}, err
	case err == nil:
		perm = info.Mode().Perm()
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	for {
		temp := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%08x", filepath.Base(path), rand.Uint32()))
		f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		return &File{f: f, path: path}, err
	}
}

// Write appends to what the file will hold.
func (f *File) Write(b []byte) (int, error) { return f.f.Write(b) }

// Commit brings the file to the disk and to its place. After an error the file
// that was there is still as it was.
func (f *File) Commit() error {
	if f.direct {
		f.done = true
		return f.f.Close()
	}
	err := f.f.Sync()
	if closeErr := f.f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(f.f.Name(), f.path)
	}
	if err != nil {
		_ = os.Remove(f.f.Name())
	}
	f.done = true
	return err
}

// Discard gives up, unless the file was committed. It is meant to be deferred.
func (f *File) Discard() {
	if f.done {
		return
	}
	f.done = true
	_ = f.f.Close()
	if !f.direct {
		_ = os.Remove(f.f.Name())
	}
}

// Write replaces the file at path by one that holds b.
func Write(path string, b []byte) error {
	f, err := Create(path)
	if err != nil {
		return err
	}
	defer f.Discard()
	if _, err := f.Write(b); err != nil {
		return err
	}
	return f.Commit()
}
