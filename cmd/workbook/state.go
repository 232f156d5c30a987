package main

import (
	"context"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/backup"
	"workbook/cmd/workbook/internal/progress"
	"workbook/cmd/workbook/internal/watch"
	"workbook/grader/course"
	"workbook/grader/report"
)

// What progress cannot know, as it does not look into folders.
const (
	edited  progress.State = "edited"  // never graded, and not as it came
	changed progress.State = "changed" // passed, and not graded since it was changed
)

// These are translated where they are said, and progress.State with them.
var _ = []string{tr.Mark("edited"), tr.Mark("changed")}

// state is how an exercise stands, with what has become of its files since it was graded.
func (d *desk) state(ctx context.Context, e *course.Exercise) progress.State {
	state := d.progress.State(e.ID)
	switch {
	case !d.changed(ctx, e):
		return state
	case state == progress.Untouched:
		return edited
	}
	return changed
}

// changed reports whether the files of an exercise are known not to be those that its
// progress is about: the stub's of one that is untouched, those that passed of one that
// has passed. Of one that failed no more is known than that it did.
func (d *desk) changed(ctx context.Context, e *course.Exercise) bool {
	entry := d.progress.Entry(e.ID)
	switch entry.State() {
	case progress.Untouched:
		return backup.Edited(ctx, d.Course, e, entry)
	case progress.Passed:
		now, err := watch.Hash(d.ExerciseDir(e.ID))
		return err == nil && entry.Hash != "" && now != entry.Hash
	}
	return false
}

// score counts what was passed, and the best points so far.
func (d *desk) score() report.Count {
	n := report.Count{Exercises: len(d.Exercises)}
	for _, e := range d.Exercises {
		entry := d.progress.Entry(e.ID)
		if entry.State() == progress.Passed {
			n.Passed++
		}
		n.Points += min(entry.Points, e.Points())
		n.MaxPoints += e.Points()
	}
	return n
}

// next is the first exercise that is not passed at the moment, nil when all are.
func (d *desk) next() *course.Exercise {
	for _, e := range d.Exercises {
		if d.progress.State(e.ID) != progress.Passed {
			return e
		}
	}
	return nil
}
