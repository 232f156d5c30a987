package main

import (
	"errors"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/backup"
	"workbook/grader/course"
	"workbook/grader/report"
)

// undo brings back what resets took.
func (s *session) undo(d *desk, exercises []*course.Exercise, flags resetFlags) error {
	choices := map[string]backup.Choice{exercises[0].ID: backup.Latest}
	if flags.undo != latestBackup {
		choices[exercises[0].ID] = backup.Named(flags.undo)
	}
	if flags.all {
		var err error
		if choices, err = backup.LatestTogether(d.Course); err != nil {
			return failed(err)
		}
	}
	for _, e := range exercises {
		choice, ok := choices[e.ID]
		if !ok {
			continue
		}
		res, err := backup.Undo(d.Course, e, choice)
		switch {
		case errors.Is(err, backup.ErrNoBackup):
			return errorWithHint(err, tr.T("`workbook reset %s --backups` lists what there is", e.ID))
		case err != nil:
			return failed(err, tr.T("`workbook doctor` looks at what may be wrong"))
		case !res.Changed():
			s.out.printf("%s\n", tr.T("exercises/%s is like that already; nothing was changed.", e.ID))
		}
		s.exchanged(e, res)
	}
	if len(choices) == 0 {
		return errorWithHint(backup.ErrNoBackup)
	}
	return nil
}

// backups lists what was saved of exercises, the newest first.
func (s *session) backups(d *desk, exercises []*course.Exercise) error {
	for _, e := range exercises {
		list, err := backup.List(d.Course, e.ID)
		if err != nil {
			return failed(err)
		}
		for _, b := range list {
			what := tr.T("before a reset")
			if b.OfUndo {
				what = tr.T("before an undo")
			}
			s.out.printf("%s  %s  %s, %s: %s\n", e.ID, b.Name, tr.Day(b.At), what, report.OneLine(strings.Join(b.Files, " ")))
		}
	}
	return nil
}

// An undoer is the undo of the screens.
type undoer struct{ *desk }

func (u undoer) Find(id string) (backup.Backup, error) {
	e, err := u.Exercise(id)
	if err != nil {
		return backup.Backup{}, err
	}
	return backup.Find(u.Course, e, backup.Latest)
}

func (u undoer) Undo(id, name string) (backup.Result, error) {
	e, err := u.Exercise(id)
	if err != nil {
		return backup.Result{}, err
	}
	return backup.Undo(u.Course, e, backup.Named(name))
}
