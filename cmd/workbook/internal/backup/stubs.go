package backup

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/progress"
	"workbook/cmd/workbook/internal/watch"
	"workbook/grader/course"
)

func stubsDir(c *course.Course, id string) string {
	return filepath.Join(c.Root, progress.Dir, "stubs", id)
}

// Remember keeps a copy of the stub of every exercise that has none yet and that
// nobody has tried, as far as untouched knows. Every command that may come before
// the first edit calls it; when there is nothing to do it only looks. Of what was
// edited before even that, git may know what it was.
func Remember(ctx context.Context, c *course.Course, untouched func(id string) bool) error {
	var fresh []*course.Exercise
	for _, e := range c.Exercises {
		if _, err := os.Lstat(stubsDir(c, e.ID)); err != nil && untouched(e.ID) {
			fresh = append(fresh, e)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	isModified := modified(ctx, c.Root)
	var errs []error
	for _, e := range fresh {
		early := slices.ContainsFunc(e.Files, func(name string) bool { return isModified("exercises/" + e.ID + "/" + name) })
		if err := remember(ctx, c, e, early); err != nil {
			errs = append(errs, tr.Errorf("keeping the stub of %s: %w", e.ID, err))
		}
	}
	return errors.Join(errs...)
}

// remember keeps a copy of a stub. When it was edited early, the files are not it.
func remember(ctx context.Context, c *course.Course, e *course.Exercise, early bool) error {
	files, err := readFiles(c.ExerciseDir(e.ID), e.Files)
	if early {
		if known, gitErr := committed(ctx, c.ExerciseDir(e.ID), e.Files); gitErr == nil {
			files, err = known, nil
		}
	}
	if err != nil {
		return err
	}
	return keepStub(e, stubsDir(c, e.ID), files)
}

// Kept reads the copy of an exercise's stub that was made at the first start. Where
// there is none the error is about the missing file.
func Kept(c *course.Course, e *course.Exercise) (map[string][]byte, error) {
	return readFiles(stubsDir(c, e.ID), e.Files)
}

// renew replaces the copy of a stub that the authors have improved.
func renew(c *course.Course, e *course.Exercise, files map[string][]byte) error {
	dir := stubsDir(c, e.ID)
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	return keepStub(e, dir, files)
}

// keepStub makes the copy beside its place and then renames it, so that a copy
// is never half there.
func keepStub(e *course.Exercise, dir string, files map[string][]byte) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), "."+e.ID+"-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	for name, data := range files {
		if err := writeSynced(filepath.Join(temp, name), data); err != nil {
			return err
		}
	}
	err = os.Rename(temp, dir)
	if _, missing := os.Lstat(dir); missing == nil {
		return nil // perhaps by another process, which was faster
	}
	return err
}

// stubOf finds the stub's files, and says in words where.
func stubOf(ctx context.Context, c *course.Course, e *course.Exercise, entry progress.Entry) (map[string][]byte, string, error) {
	fromCopy := tr.T("the copy that was kept at the first start")
	kept, keptErr := readFiles(stubsDir(c, e.ID), e.Files)
	untouched := entry.State() == progress.Untouched
	if keptErr == nil && (!untouched || !differs(c, e, kept)) {
		return kept, fromCopy, nil
	}
	known, hash, err := fromGit(ctx, c.ExerciseDir(e.ID), e.Files, func(files map[string][]byte) bool {
		return entry.Hash != "" && watch.HashFiles(files) == entry.Hash
	})
	switch {
	case ctx.Err() != nil:
		return nil, "", ctx.Err()
	case keptErr == nil && err == nil && !differs(c, e, known):
		// The authors' newest is what lies there, and came after the copy was made.
		return known, tr.T("commit %s", hash), renew(c, e, known)
	case keptErr == nil:
		return kept, fromCopy, nil
	case err == nil:
		return known, tr.T("commit %s", hash), nil
	}
	return nil, "", tr.Errorf("%w: git does not have it (%w), and workbook has kept no copy; get the files %v from where the course came from",
		ErrNoStub, err, e.Files)
}

func readFiles(dir string, names []string) (map[string][]byte, error) {
	files := make(map[string][]byte, len(names))
	for _, name := range names {
		info, err := os.Lstat(filepath.Join(dir, name))
		if err == nil && !info.Mode().IsRegular() {
			err = &fs.PathError{Op: "read", Path: filepath.Join(dir, name), Err: tr.Errorf("it is not a regular file")}
		}
		if err != nil {
			return nil, err
		}
		if files[name], err = os.ReadFile(filepath.Join(dir, name)); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func sortedNames(files map[string][]byte) []string { return slices.Sorted(maps.Keys(files)) }
