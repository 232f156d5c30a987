package tui

import (
	"context"
	"io"
	"os/exec"
	"path/filepath"

	tea "charm.land/bubbletea/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/editor"
	"workbook/cmd/workbook/internal/study"
)

// An editorMsg carries the command that opens the editor, an editedMsg its end.
type editorMsg struct {
	cmd  *exec.Cmd
	kind editor.Kind
	err  error
}

type editedMsg struct{ err error }

// findEditor opens the learner's file at a place that the verdict names.
func findEditor(w *study.Work, file string, line int) tea.Cmd {
	c, ex, getenv := w.Config.Course, w.Current, w.Config.Getenv
	return job(w.Jobs, func(context.Context) tea.Msg {
		path, line := study.Editable(c, ex, file, line)
		cmd, kind, err := editor.Command(path, line, getenv)
		return editorMsg{cmd, kind, err}
	})
}

// startEditor starts the editor: one in this terminal has the screen until it
// ends. The learner should be told the notice.
func startEditor(msg editorMsg, shell *jobControl) (notice string, cmd tea.Cmd) {
	if msg.err != nil {
		return msg.err.Error(), nil
	}
	over := func(err error) tea.Msg { return editedMsg{err} }
	if msg.kind == editor.Terminal {
		return "", tea.Exec(foreground{msg.cmd, shell}, over)
	}
	// Not a job: the editor stays open when the program ends.
	return tr.T("Opened in %s.", filepath.Base(msg.cmd.Path)), func() tea.Msg { return over(msg.cmd.Run()) }
}

// foreground is a command that has the terminal while it runs.
type foreground struct {
	*exec.Cmd
	shell *jobControl
}

func (f foreground) Run() error {
	awaitUndrawn()
	if f.shell.enter(lent) {
		defer f.shell.leave()
	}
	f.shell.title.restore()
	defer f.shell.title.keep()
	return f.Cmd.Run()
}

func (f foreground) SetStdin(r io.Reader)  { f.Stdin = r }
func (f foreground) SetStdout(w io.Writer) { f.Stdout = w }
func (f foreground) SetStderr(w io.Writer) { f.Stderr = w }
