package plain

import (
	"context"
	"errors"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/backup"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/report"
)

// undo looks for what the last reset took, which comes back after a yes.
func (s *session) undo(context.Context, []string) {
	if s.cfg.Undo == nil {
		s.say(tr.T("Nothing can be brought back here."))
		return
	}
	s.await()
	s.do(s.work.FindBackup(s.work.Current.ID, true))
}

// await has the next command wait until a message says that something is done.
func (s *session) await() { s.waits = func() bool { return false } }

// offerBackup asks whether a backup shall come back.
func (s *session) offerBackup(msg study.BackupMsg) {
	switch {
	case errors.Is(msg.Err, backup.ErrNoBackup):
		s.say(tr.T("There is nothing to bring back: no reset took anything here that is missing now."))
		return
	case msg.Err != nil:
		s.say(tr.T("Nothing can be brought back: %s", msg.Err.Error()))
		return
	}
	b := msg.Backup
	s.ask(question{
		text: tr.T("Bring back what you had in %s on %s: %s? What is there now is kept in a backup, too. Type yes or no:",
			study.Name(s.work.Current), s.date(b), report.OneLine(strings.Join(b.Files, ", "))),
		yes: func(context.Context) {
			s.await()
			s.do(s.work.Undo(b))
		},
		no: tr.T("Nothing was changed."),
	})
}

// rescue says what brings files back that are lost.
func (s *session) rescue() {
	if !s.work.Lost(s.work.Current.ID) {
		return
	}
	from, reset := s.work.Rescue()
	var ways []string
	if !from.IsZero() {
		ways = append(ways, tr.T("Type undo to bring back what you had on %s.", tr.Day(from.In(s.cfg.Zone))))
	}
	if reset {
		ways = append(ways, tr.T("Type reset to have the files as they were at first."))
	}
	if len(ways) > 0 {
		s.say(ways...)
	}
}

func (s *session) date(b backup.Backup) string { return tr.Day(b.At.In(s.cfg.Zone)) }
