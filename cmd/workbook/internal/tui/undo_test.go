package tui

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/backup"
	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/study"
	"workbook/cmd/workbook/internal/watch"
	"workbook/grader/report"
)

func TestUndo(t *testing.T) {
	const mine = "package echo\n\n// mine\n"
	inBubble(t, func(p *program) {
		file := filepath.Join(p.cfg.Course.ExerciseDir("01_sequential"), "echo.go")
		p.cfg.Undo = &fake.Undoer{OnUndo: func(name string) (backup.Result, error) {
			require.Equal(t, "monday", name)
			return backup.Result{Restored: []string{"echo.go"}, Backup: p.cfg.Course.Root + "/.workbook/backups/2"},
				os.WriteFile(file, []byte(mine), 0o644)
		}}
	}, func(p *program) {
		p.press("u")
		p.shows("Bring back what you had in 01 One client at a time?", "14 March 2026, 15:09", "echo.go")
		p.press("n")
		p.lacks("Are you sure?")
		p.idle()
		p.press("u")
		p.press("y")
		p.shows("Brought back: echo.go. What was there is in .workbook/backups/2.")
		first := p.run() // what is back is graded
		hash, err := watch.Hash(p.cfg.Course.ExerciseDir("01_sequential"))
		require.NoError(t, err)
		p.save(hash) // the watcher sees what the undo did
		p.idle()
		p.shows("Brought back: echo.go.")
		require.NoError(t, first.Ctx.Err())
		p.save("the next edit")
		p.run()
		p.save(hash) // and the same again, which is a save like any other
		p.run()
		p.quit()
	})
}

func TestUndoThatCannotBe(t *testing.T) {
	for name, test := range map[string]struct {
		undoer fake.Undoer
		shows  string
	}{
		"nothing":      {fake.Undoer{Err: backup.ErrNoBackup}, "There is nothing to bring back"},
		"not readable": {fake.Undoer{Err: errors.New("a link")}, "Nothing can be brought back: a link"},
		"failed": {fake.Undoer{OnUndo: func(string) (backup.Result, error) { return backup.Result{}, errors.New("disk full") }},
			"Nothing was brought back: disk full"},
		"half": {fake.Undoer{OnUndo: func(string) (backup.Result, error) {
			return backup.Result{Restored: []string{"echo.go"}}, errors.New("disk full")
		}}, "Not all of it may be back: disk full"},
		"the same": {fake.Undoer{OnUndo: func(string) (backup.Result, error) { return backup.Result{}, nil }},
			"That is what is there already."},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(p *program) { p.cfg.Undo = &test.undoer }, func(p *program) {
				p.press("u")
				if test.undoer.Err == nil {
					p.press("y")
				}
				p.shows(test.shows)
				p.idle()
				p.quit()
			})
		})
	}
}

func TestLostFilesAreOfferedBack(t *testing.T) {
	lost := func(s *screen) {
		r := report.Exercise{ID: s.work.Current.ID, Verdict: report.Refused,
			Problems: []report.Problem{{File: "exercises/02_spawned", Message: "There is no Go file."}},
			Stages:   []report.Stage{{Name: report.Read, Verdict: report.Refused}}}
		s.grade(r)
	}
	s := newScreen(t, 120, 40, withReset, func(c *Config) { c.Undo = &fake.Undoer{} })
	s.grade(fake.Failing(s.work.Current))
	s.send(s.work.FindBackup("02_spawned", false)())
	require.NotContains(t, s.text(), "bring back")
	lost(s)
	s.send(s.work.FindBackup("02_spawned", false)())
	require.Contains(t, s.text(), "Press u to bring back what you had on 14 March 2026, 15:09.")
	s.send(study.BackupMsg{Exercise: "02_spawned", Err: backup.ErrNoBackup})
	require.NotContains(t, s.text(), "Press u to")
	require.Contains(t, s.text(), "Press x to have the files as they were at first.")
	s.send(study.BackupMsg{Exercise: "02_spawned", Err: errors.New("echo.go is not a regular file; move it away first")})
	require.NotContains(t, s.text(), "Press", "neither key would do anything")
}
