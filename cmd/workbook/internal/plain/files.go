package plain

import (
	"context"
	"os"
	"path/filepath"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/editor"
	"workbook/cmd/workbook/internal/study"
)

// edit opens the learner's file at a failure.
func (s *session) edit(ctx context.Context, args []string) {
	r, n := s.work.Run(), 1
	if len(args) > 0 {
		var ok bool
		if n, ok = s.number(args[0], len(r.Faults()), aFailure); !ok {
			return
		}
	}
	file, line := r.Position(n - 1)
	path, line := study.Editable(s.cfg.Course, s.work.Current, file, line)
	cmd, kind, err := editor.Command(path, line, s.cfg.Getenv)
	if err != nil {
		s.say(upper(err.Error()) + ".")
		return
	}
	if kind == editor.Window {
		s.say(tr.T("Opened in %s.", filepath.Base(cmd.Path)))
		go func() { _ = cmd.Run() }() // it stays open when the session ends
		return
	}
	if in, ok := s.cfg.In.(*os.File); ok && s.cfg.Interactive {
		cmd.Stdin = in
	}
	cmd.Stdout, cmd.Stderr = s.cfg.Out, s.cfg.Out
	if err := cmd.Run(); err != nil {
		s.say(tr.T("The editor: %s.", err.Error()))
	}
	s.drain() // Ctrl-C was meant for the editor
	s.say(tr.T("Back from %s.", filepath.Base(cmd.Path)))
}

// drain forgets interrupts.
func (s *session) drain() {
	for {
		select {
		case <-s.cfg.Interrupts:
		default:
			return
		}
	}
}

// reset puts the files back to how they were at first, after a yes.
func (s *session) reset(context.Context, []string) {
	if s.cfg.Reset == nil {
		s.say(tr.T("Nothing can be reset here."))
		return
	}
	s.ask(question{
		text: tr.T("Start %s over? Your files are kept in a backup, and what has passed stays passed. Type yes or no:", study.Name(s.work.Current)),
		yes: func(context.Context) {
			s.await()
			s.do(s.work.Reset())
		},
		no: tr.T("Nothing was changed."),
	})
}
