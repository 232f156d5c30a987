// Package backup brings an exercise back to its stub and loses nothing.
//
// Where does the stub come from? The folder of the exercise is the learner's to
// edit, so it is not there, and it cannot be in the program, which `go run` builds
// from the very same tree. There are two sources, tried in this order:
//
//  1. git: the newest committed version that somebody else than this repository's
//     user has committed. The plain HEAD would be wrong for learners who commit
//     their solutions, and the first version ever would be wrong when the authors
//     have improved the stub since.
//  2. .workbook/stubs/ID: a copy that [Remember] made when a command first met the
//     exercise and nobody had tried it yet. It serves a course that came as an
//     archive, and learners who began a repository of their own.
//
// A course without either gets an error that says so, and nothing is touched.
package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/atomicfile"
	"workbook/grader/course"
)

// ErrNoStub says that no source knows what the stub of an exercise was.
var ErrNoStub = errors.New("what the exercise looked like at first is not known")

// A Result says what a reset has done. Names are those of files in the exercise's folder.
type Result struct {
	Backup   string   // the folder that holds what was there; empty when there was nothing to save
	Restored []string // files that are the stub again
	Removed  []string // files that the stub does not have
	Source   string   // where the stub came from, in words
}

// Changed reports whether anything was different from the stub.
func (r Result) Changed() bool { return len(r.Restored)+len(r.Removed) > 0 }

// Reset brings the exercise's files back to the stub. Before it touches anything
// it saves all Go files of the folder under .workbook/backups/ID and waits for
// the disk. Other Go files than the stub's go, as they might no longer compile
// with it; the learner's own tests stay.
func Reset(ctx context.Context, c *course.Course, e *course.Exercise) (Result, error) {
	res, err := reset(ctx, c, e, time.Now())
	if err != nil {
		return res, fmt.Errorf("resetting %s: %w", e.ID, err)
	}
	return res, nil
}

func reset(ctx context.Context, c *course.Course, e *course.Exercise, now time.Time) (Result, error) {
	stub, source, err := stubOf(ctx, c, e)
	if err != nil {
		return Result{}, err
	}
	res := Result{Source: source}
	dir := c.ExerciseDir(e.ID)
	current, err := goFiles(dir)
	if err != nil {
		return res, err
	}
	for _, name := range e.Files {
		if old, ok := current[name]; !ok || !bytes.Equal(old, stub[name]) {
			res.Restored = append(res.Restored, name)
		}
	}
	for _, name := range sortedNames(current) {
		if _, ok := stub[name]; !ok && !strings.HasSuffix(name, "_test.go") {
			res.Removed = append(res.Removed, name)
		}
	}
	if !res.Changed() {
		return res, nil
	}
	if len(current) > 0 {
		if res.Backup, err = save(backupDir(c, e.ID), current, now); err != nil {
			return Result{}, fmt.Errorf("nothing was changed, because the backup failed: %w", err)
		}
	}
	for _, name := range res.Restored {
		if err := atomicfile.Write(filepath.Join(dir, name), stub[name]); err != nil {
			return res, fmt.Errorf("the backup is in %s: %w", res.Backup, err)
		}
	}
	for _, name := range res.Removed {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			return res, fmt.Errorf("the backup is in %s: %w", res.Backup, err)
		}
	}
	return res, nil
}

func backupDir(c *course.Course, id string) string {
	return filepath.Join(c.Root, progress.Dir, "backups", id)
}

// save writes the files to a new folder under parent, named after the time, and
// returns its path when they are on the disk.
func save(parent string, files map[string][]byte, now time.Time) (string, error) {
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return "", err
	}
	stamp := now.Format("2006-01-02_15-04-05")
	dir := filepath.Join(parent, stamp)
	for n := 2; ; n++ {
		err := os.Mkdir(dir, 0o755)
		if err == nil {
			break
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", err
		}
		dir = filepath.Join(parent, fmt.Sprintf("%s_%d", stamp, n))
	}
	for name, data := range files {
		if err := writeSynced(filepath.Join(dir, name), data); err != nil {
			return "", err
		}
	}
	syncDir(dir)
	syncDir(parent)
	return dir, nil
}

// goFiles reads the Go files in dir, its own and not those of folders in it.
func goFiles(dir string) (map[string][]byte, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	files := make(map[string][]byte)
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) != ".go" || entry.IsDir() {
			continue
		}
		path := filepath.Join(dir, entry.Name())
		if !entry.Type().IsRegular() {
			return nil, fmt.Errorf("%s is not a regular file; move it away first", path)
		}
		if files[entry.Name()], err = os.ReadFile(path); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func writeSynced(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return err
}

// syncDir brings the entries of a folder to the disk, where the system can.
func syncDir(dir string) {
	f, err := os.Open(dir)
	if err != nil {
		return
	}
	_ = f.Sync() // Windows cannot, and needs not
	_ = f.Close()
}
