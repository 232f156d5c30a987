package tui

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/backup"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/report"
)

// showBackup asks whether the backup that the learner's key asked for shall come back.
func (m *root) showBackup(msg study.BackupMsg) {
	switch {
	case !msg.Asked, msg.Exercise != m.work.Current.ID, m.panes.overlay != nil:
	case errors.Is(msg.Err, backup.ErrNoBackup):
		m.frame.say(tr.T("There is nothing to bring back: no reset took anything here that is missing now."))
	case msg.Err != nil:
		m.frame.say(tr.T("Nothing can be brought back: %s", msg.Err.Error()))
	default:
		m.panes.cover(newUndoQuestion(m.work, msg.Backup))
	}
}

// newUndoQuestion asks before a backup comes back.
func newUndoQuestion(w *study.Work, b backup.Backup) *confirmation {
	return &confirmation{
		question: tr.T("Bring back what you had in %s?", study.Name(w.Current)),
		detail: tr.T("The backup of %s comes back: %s. What is there now is kept in a backup, too.",
			tr.Day(b.At.In(w.Config.Zone)), report.OneLine(strings.Join(b.Files, ", "))),
		yes: func() tea.Cmd { return do(w.Undo(b)) },
	}
}

// rescue says what brings the files of the open exercise back.
func rescue(w *study.Work) string {
	from, reset := w.Rescue()
	var ways []string
	if !from.IsZero() {
		ways = append(ways, tr.T("Press u to bring back what you had on %s.", tr.Day(from.In(w.Config.Zone))))
	}
	if reset {
		ways = append(ways, tr.T("Press x to have the files as they were at first."))
	}
	return strings.Join(ways, " ")
}
