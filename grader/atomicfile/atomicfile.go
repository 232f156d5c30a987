// Package atomicfile writes a file that others see whole or not at all: who reads sees
// the old content or the new one, and so does who reads after a crash.
//
//	err := atomicfile.Write("report.xml", data)
package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"
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
func Create(path string) (*File, error) { return create(path, 0o666) } // less the umask

func create(path string, perm fs.FileMode) (*File, error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
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
		temp := filepath.Join(filepath.Dir(path), fmt.Sprintf("%s%08x", Prefix(path), rand.Uint32()))
		f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		return &File{f: f, path: path}, err
	}
}

// Prefix begins the name of each file that is about to take the place of path, in the
// same folder. One that is old was left by a process that was killed.
func Prefix(path string) string { return "." + filepath.Base(path) + "." }

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
		err = rename(f.f.Name(), f.path)
	}
	if err != nil {
		_ = os.Remove(f.f.Name())
	}
	f.done = true
	return err
}

// renameTries is how often a refused rename is tried: half a second in all.
const renameTries = 10

// rename tries again for a while: on Windows it fails while somebody has the old file
// open, a virus scanner for instance.
func rename(from, to string) (err error) {
	for i := range renameTries {
		if err = os.Rename(from, to); err == nil || !errors.Is(err, fs.ErrPermission) {
			return err
		}
		time.Sleep(time.Duration(i+1) * 10 * time.Millisecond)
	}
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
func Write(path string, b []byte) error { return WriteMode(path, b, 0o666) }

// WriteMode is Write; a file that was not there gets the permissions, less the umask.
func WriteMode(path string, b []byte, perm fs.FileMode) error {
	f, err := create(path, perm)
	if err != nil {
		return err
	}
	defer f.Discard()
	if _, err := f.Write(b); err != nil {
		return err
	}
	return f.Commit()
}
