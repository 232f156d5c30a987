package marking

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"workbook/cmd/internal/handin"
	"workbook/cmd/workbook-serve/internal/store"
	"workbook/grader"
	"workbook/grader/batch"
	"workbook/grader/report"
)

// verdict grades a submission, or takes the verdict on the same work, and has it kept:
// for others as well, by a key, which is empty for what may end otherwise the next time. dir
// has the work.
func (m *Marker) verdict(ctx context.Context, sub store.Submission, t *tape,
	keep func(key, dir string, ex report.Exercise) (report.Exercise, error),
) (ex report.Exercise, err error) {
	archive, err := m.Store.Archive(ctx, sub.ID)
	if err != nil {
		return ex, err
	}
	err = m.unpack(ctx, sub.Exercise, archive, func(dir string) error {
		key := m.key(ctx, sub.Exercise, dir)
		release, err := m.holds.take(ctx, key)
		if err != nil {
			return err
		}
		defer release()
		known, err := m.known(ctx, key)
		if err != nil {
			return err
		}
		if known != nil {
			ex, err = keep(key, dir, *known)
			return err
		}
		if ex, err = m.grade(ctx, sub.Exercise, dir, t); err != nil {
			return err
		}
		if ex.Verdict == report.GraderError {
			key = ""
		}
		ex, err = keep(key, dir, ex)
		return err
	})
	return ex, err
}

// grade grades a folder, and tells what happens but for the verdict: that comes once it is
// kept.
func (m *Marker) grade(ctx context.Context, exercise, dir string, t *tape) (report.Exercise, error) {
	var untold error
	rep, err := m.Grader.Grade(ctx, grader.Request{
		Submissions: []grader.Submission{{Exercise: exercise, Dir: dir}}, Race: m.Race, Schedules: m.Schedules,
	}, func(e grader.Event) {
		if _, last := e.(grader.Finished); !last {
			untold = errors.Join(untold, t.add(e))
		}
	})
	if err == nil {
		err = untold
	}
	switch {
	case err == nil:
		return rep.Exercises[0], nil
	case errors.Is(err, ErrAway):
		return report.Exercise{}, err
	}
	return report.Exercise{}, &gradingError{err}
}

// key names the work in a folder; empty when that is not known.
func (m *Marker) key(ctx context.Context, exercise, dir string) string {
	identity, err := m.Grader.Identity(ctx, exercise)
	if err != nil {
		return "" // what is wrong is said by the verdict
	}
	return batch.Key(identity, batch.Row{Exercise: exercise, Dir: dir}, m.Race, m.Schedules)
}

func (m *Marker) known(ctx context.Context, key string) (*report.Exercise, error) {
	if key == "" {
		return nil, nil
	}
	return m.Store.Known(ctx, key)
}

// A MissingError says that what was handed in has nothing of the exercise.
type MissingError struct{ Why string } // a sentence

func (e *MissingError) Error() string { return e.Why }

// unpack unpacks what was handed in of an exercise into a folder that is removed after f.
func (m *Marker) unpack(ctx context.Context, exercise string, archive []byte, f func(dir string) error) error {
	folder, err := m.Grader.Folder("handed-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	dir, err := m.unpackTo(ctx, exercise, archive, folder)
	if err != nil {
		return err
	}
	return f(dir)
}

// unpackTo unpacks into a folder, and returns the one with the files of the exercise.
func (m *Marker) unpackTo(ctx context.Context, exercise string, archive []byte, folder string) (dir string, err error) {
	e, err := m.Course.Exercise(exercise)
	if err != nil {
		return "", err
	}
	name := filepath.Join(folder, "handed in")
	if err := os.WriteFile(name, archive, 0o600); err != nil {
		return "", fmt.Errorf("unpacking what was handed in: %w", err)
	}
	h, err := handin.Open(ctx, name, m.Course, func(pattern string) (string, error) { return os.MkdirTemp(folder, pattern) })
	if err != nil {
		return "", err
	}
	found := h.FindAlone(e)
	switch {
	case found.Dir != "":
		return found.Dir, nil
	case found.Missing == "":
		found.Missing = fmt.Sprintf("There are no Go files for %s in what was handed in.", e.ID)
	}
	return "", &MissingError{found.Missing}
}

// Unpack unpacks a submission into a new folder, and returns the one with its Go files.
func (m *Marker) Unpack(ctx context.Context, sub store.Submission, folder string) (dir string, err error) {
	archive, err := m.Store.Archive(ctx, sub.ID)
	if err != nil {
		return "", err
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		return "", fmt.Errorf("unpacking submission %d: %w", sub.ID, err)
	}
	return m.unpackTo(ctx, sub.Exercise, archive, folder)
}

// HandIn takes in what somebody hands in. When it returns without an error, it is kept and
// will be graded; fresh is false when the same request was taken before. The error is
// [queue.ErrFull], [queue.ErrOwnerFull], a [*handin.Refusal], [handin.ErrNoArchive], or a
// [*MissingError] when it is not taken for a reason of the student's.
func (m *Marker) HandIn(ctx context.Context, h store.Handed) (sub store.Submission, fresh bool, err error) {
	if err := m.Queue.Room(h.Person); err != nil {
		return sub, false, err
	}
	if err := m.look(ctx, h); err != nil {
		return sub, false, err
	}
	sub, fresh, err = m.Store.HandIn(ctx, h)
	if err == nil && fresh {
		m.enqueue(sub)
	}
	return sub, fresh, err
}

// look looks into an archive, so that what is wrong with it is said at once.
func (m *Marker) look(ctx context.Context, h store.Handed) error {
	select {
	case m.unpacking <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-m.unpacking }()
	return m.unpack(ctx, h.Exercise, h.Archive, func(string) error { return nil })
}
