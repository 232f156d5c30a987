// Package backup brings an exercise back to its stub, and what that took back again.
// It loses nothing: what is replaced is saved before.
//
//	res, err := backup.Reset(ctx, c, e, store.Entry(e.ID))
//	…
//	res, err = backup.Undo(c, e, backup.Latest)
//
// Where does the stub come from? The folder of the exercise is the learner's to
// edit, so it is not there, and it cannot be in the program, which `go run` builds
// from the very same tree. There are two sources, tried in this order:
//
//  1. .workbook/stubs/ID: a copy that [Remember] made when a command first met the
//     exercise and nobody had tried it yet; of what had been edited all the same, git
//     knew it.
//  2. git: the newest commit of the stub by the authors of the course, who are those
//     that have committed its lessons and descriptions; else the oldest commit of all.
//     What was committed in this clone, or under the address that its user has, is not
//     the authors', and what is known to be an attempt is never the stub.
//
// The copy is out of date when the authors have improved the stub since; while nobody
// has tried the exercise, an improvement that lies in its folder takes the copy's place.
//
// A course without either gets an error that says so, and nothing is touched.
package backup

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/atomicfile"
	"workbook/grader/course"
)

// ErrNoStub says that no source knows what the stub of an exercise was.
var ErrNoStub = tr.Error("what the exercise looked like at first is not known")

// A Result says what has been done. Names are those of files in the exercise's folder.
type Result struct {
	Backup   string   // the folder that holds what was there; empty when there was nothing to save
	Restored []string // files that were brought back
	Removed  []string // files that were not there then
	Source   string   // where they came from, in words
}

// Changed reports whether anything was different.
func (r Result) Changed() bool { return len(r.Restored)+len(r.Removed) > 0 }

// Reset brings the exercise's files back to the stub. Before it touches anything
// it saves all Go files of the folder under .workbook/backups/ID and waits for
// the disk. Other Go files than the stub's go, as they might no longer compile
// with it; the learner's own tests stay. The entry is what progress knows.
func Reset(ctx context.Context, c *course.Course, e *course.Exercise, entry progress.Entry) (Result, error) {
	return ResetAt(ctx, c, e, entry, time.Now())
}

// ResetAt is [Reset] for several exercises that [LatestTogether] shall find together: their
// backups bear the same time.
func ResetAt(ctx context.Context, c *course.Course, e *course.Exercise, entry progress.Entry, now time.Time) (Result, error) {
	stub, source, err := stubOf(ctx, c, e, entry)
	if err != nil {
		return Result{}, tr.Errorf("resetting %s: %w", e.ID, err)
	}
	res, err := exchange(c, e, stub, func(current map[string][]byte) (string, error) {
		return save(backupDir(c, e.ID), current, now, forReset)
	})
	res.Source = source
	if err != nil {
		return res, tr.Errorf("resetting %s: %w", e.ID, err)
	}
	return res, nil
}

// Edited reports whether an exercise that nobody has tried is not as it came. What
// cannot be known is not edited.
func Edited(ctx context.Context, c *course.Course, e *course.Exercise, entry progress.Entry) bool {
	if kept, err := readFiles(stubsDir(c, e.ID), e.Files); err == nil && !differs(c, e, kept) {
		return false
	}
	stub, _, err := stubOf(ctx, c, e, entry)
	return err == nil && differs(c, e, stub)
}

func differs(c *course.Course, e *course.Exercise, want map[string][]byte) bool {
	current, err := goFiles(c.ExerciseDir(e.ID))
	return err == nil && compare(current, want).Changed()
}

// compare says what makes the wanted files of the current ones.
func compare(current, want map[string][]byte) Result {
	var res Result
	for _, name := range sortedNames(want) {
		if old, ok := current[name]; !ok || !bytes.Equal(old, want[name]) {
			res.Restored = append(res.Restored, name)
		}
	}
	for _, name := range sortedNames(current) {
		if _, ok := want[name]; !ok && !strings.HasSuffix(name, "_test.go") {
			res.Removed = append(res.Removed, name)
		}
	}
	return res
}

// exchange brings the exercise's folder to the wanted files, after keep has saved the
// current ones and said where.
func exchange(c *course.Course, e *course.Exercise, want map[string][]byte, keep func(current map[string][]byte) (string, error)) (Result, error) {
	dir := c.ExerciseDir(e.ID)
	current, err := goFiles(dir)
	if err != nil {
		return Result{}, Gone(c, e.ID, err)
	}
	res := compare(current, want)
	if !res.Changed() {
		return res, nil
	}
	if len(current) > 0 {
		if res.Backup, err = keep(current); err != nil {
			return Result{}, tr.Errorf("nothing was changed, because the backup failed: %w", err)
		}
	}
	for _, name := range res.Restored {
		if err := atomicfile.Write(filepath.Join(dir, name), want[name]); err != nil {
			return res, tr.Errorf("%s could not be written: %w; what you had is in %s", name, cause(err), res.Backup)
		}
	}
	for _, name := range res.Removed {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			return res, tr.Errorf("%s could not be removed: %w; what you had is in %s", name, cause(err), res.Backup)
		}
	}
	return res, nil
}

func backupDir(c *course.Course, id string) string {
	return filepath.Join(c.Root, progress.Dir, "backups", id)
}
