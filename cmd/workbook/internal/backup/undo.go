package backup

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"workbook/cmd/internal/tr"
	"workbook/grader/course"
)

// ErrNoBackup says that there is nothing to bring back.
var ErrNoBackup = tr.Error("there is no backup to bring back")

// stampForm is how a backup's name begins.
const stampForm = "2006-01-02_15-04-05"

// A reason is what a backup was made for, as its name ends.
type reason string

const (
	forReset reason = ""
	forUndo  reason = "_undo"
)

// A Backup is what was saved of an exercise's folder at one time.
type Backup struct {
	Exercise string // id
	Name     string // of its folder; see [Named]
	Dir      string
	At       time.Time
	Files    []string // sorted
	OfUndo   bool     // it holds what an undo replaced, and not what a reset took
}

// List lists the backups of an exercise, the newest first. Folders that are none are
// left out.
func List(c *course.Course, id string) ([]Backup, error) {
	parent := backupDir(c, id)
	entries, err := os.ReadDir(parent)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, tr.Errorf("listing the backups of %s: %w", id, err)
	}
	var list []Backup
	for _, entry := range entries {
		b := Backup{Exercise: id, Name: entry.Name(), Dir: filepath.Join(parent, entry.Name())}
		if len(b.Name) < len(stampForm) || !entry.IsDir() {
			continue
		}
		if b.At, err = time.ParseInLocation(stampForm, b.Name[:len(stampForm)], time.Local); err != nil {
			continue
		}
		files, err := goFiles(b.Dir)
		if err != nil {
			return nil, tr.Errorf("reading the backup %s: %w", b.Dir, err)
		}
		b.Files = sortedNames(files)
		b.OfUndo = strings.HasPrefix(b.Name[len(stampForm):], string(forUndo))
		list = append(list, b)
	}
	slices.SortStableFunc(list, func(a, b Backup) int { return older(b, a) })
	return list, nil
}

// older orders backups by time. Of one second, a name that is longer is later: _10
// comes after _2.
func older(a, b Backup) int {
	if c := a.At.Compare(b.At); c != 0 {
		return c
	}
	if c := len(a.Name) - len(b.Name); c != 0 {
		return c
	}
	return strings.Compare(a.Name, b.Name)
}

// A Choice chooses one of an exercise's backups, which are given newest first, with
// what is in its folder now. It reports false when none will do.
type Choice func(list []Backup, now map[string][]byte) (Backup, bool)

// Latest chooses what the last reset took. When that is back already, it is what the
// reset before took.
func Latest(list []Backup, now map[string][]byte) (Backup, bool) {
	for _, b := range list {
		if files, err := goFiles(b.Dir); err == nil && !b.OfUndo && compare(now, files).Changed() {
			return b, true
		}
	}
	return Backup{}, false
}

// Named chooses the backup of a name.
func Named(name string) Choice {
	return func(list []Backup, _ map[string][]byte) (Backup, bool) {
		i := slices.IndexFunc(list, func(b Backup) bool { return b.Name == name })
		if i < 0 {
			return Backup{}, false
		}
		return list[i], true
	}
}

// Find is the backup that [Undo] would bring back. Where none will do it is [ErrNoBackup].
func Find(c *course.Course, e *course.Exercise, choose Choice) (Backup, error) {
	f, err := find(c, e, choose)
	if err != nil {
		return Backup{}, tr.Errorf("looking for a backup of %s: %w", e.ID, err)
	}
	return f.backup, nil
}

// A found is a backup that was chosen, with what it was chosen from.
type found struct {
	backup Backup
	list   []Backup
}

func find(c *course.Course, e *course.Exercise, choose Choice) (found, error) {
	list, err := List(c, e.ID)
	if err != nil {
		return found{}, err
	}
	current, err := goFiles(c.ExerciseDir(e.ID))
	if err != nil {
		return found{}, Gone(c, e.ID, err)
	}
	b, ok := choose(list, current)
	if !ok {
		return found{}, ErrNoBackup
	}
	return found{b, list}, nil
}

// Undo brings the exercise's Go files back to what a backup holds. What is there now
// is saved before, unless a backup holds it already or it is the stub. The backup
// itself stays.
func Undo(c *course.Course, e *course.Exercise, choose Choice) (Result, error) {
	res, err := undo(c, e, choose, time.Now())
	if err != nil {
		return res, tr.Errorf("bringing %s back: %w", e.ID, err)
	}
	return res, nil
}

func undo(c *course.Course, e *course.Exercise, choose Choice, now time.Time) (Result, error) {
	f, err := find(c, e, choose)
	if err != nil {
		return Result{}, err
	}
	want, err := goFiles(f.backup.Dir)
	if err != nil {
		return Result{}, err
	}
	res, err := exchange(c, e, want, func(current map[string][]byte) (string, error) {
		if kept(c, e, f.list, current) {
			return "", nil
		}
		return save(backupDir(c, e.ID), current, now, forUndo)
	})
	res.Source = f.backup.Dir
	return res, err
}

// kept reports whether files are in a backup, or those of the stub.
func kept(c *course.Course, e *course.Exercise, list []Backup, files map[string][]byte) bool {
	same := func(other map[string][]byte, err error) bool {
		return err == nil && maps.EqualFunc(files, other, slices.Equal)
	}
	if same(readFiles(stubsDir(c, e.ID), e.Files)) {
		return true
	}
	return slices.ContainsFunc(list, func(b Backup) bool { return same(goFiles(b.Dir)) })
}

// LatestTogether chooses, of each exercise that the last reset took something of, what
// it took. The choices are by exercise.
func LatestTogether(c *course.Course) (map[string]Choice, error) {
	newest := map[string]Backup{}
	var last time.Time
	for _, e := range c.Exercises {
		list, err := List(c, e.ID)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(list, func(b Backup) bool { return !b.OfUndo })
		if i < 0 {
			continue
		}
		newest[e.ID] = list[i]
		if list[i].At.After(last) {
			last = list[i].At
		}
	}
	choices := map[string]Choice{}
	for id, b := range newest {
		if b.At.Equal(last) {
			choices[id] = Named(b.Name)
		}
	}
	return choices, nil
}
