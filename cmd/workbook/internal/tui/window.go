package tui

import (
	"io"
	"path/filepath"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/study"
	"workbook/cmd/workbook/internal/terminal"
)

// The title of the window is put on the terminal's stack, and taken from there at the end.
const (
	pushTitle = "\x1b[22;2t"
	popTitle  = "\x1b[23;2t"
)

// A title is that of the terminal before the program set its own.
type title struct {
	terminal io.Writer // nil: it has none
}

func newTitle(t terminal.Terminal, w io.Writer) title {
	if !t.Title {
		return title{}
	}
	return title{w}
}

// keep has the terminal remember it.
func (t title) keep() { t.send(pushTitle) }

// restore brings it back.
func (t title) restore() { t.send(popTitle) }

func (t title) send(sequence string) {
	if t.terminal != nil {
		_, _ = io.WriteString(t.terminal, sequence) // the program's own writes will say what is wrong
	}
}

// window says in the title which exercise is open and how it stands, and shows around the
// screen that a verdict is being made, where the terminal has a place for that.
func (m *root) window(v *tea.View) {
	w := m.work
	if m.terminal.Title {
		v.WindowTitle = ansi.Strip("workbook " + study.Number(w.Current.ID) + ": " + w.Standing(w.Current.ID).Word())
	}
	if r := w.Run(); m.terminal.Progress && r.Active() {
		v.ProgressBar = tea.NewProgressBar(tea.ProgressBarIndeterminate, 0)
		if share := r.Share(); share > 0 && !r.Provisional {
			v.ProgressBar = tea.NewProgressBar(tea.ProgressBarDefault, share)
		}
	}
	if m.frame.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
}

// toggleMouse leaves the mouse to the terminal, which selects text with it, or takes it
// back.
func (m *root) toggleMouse() {
	m.frame.mouse = !m.frame.mouse
	if m.frame.mouse {
		m.frame.say(tr.T("The mouse scrolls and clicks here. m leaves it to the terminal, to select text."))
		return
	}
	m.frame.say(tr.T("The mouse is the terminal's: select text as you do elsewhere. m takes it back."))
}

// fileLink is the address of a file of the course that a verdict names, for the terminal
// to open. A name that leads out of the course has none.
func fileLink(host, root, file string) string {
	local := filepath.FromSlash(file)
	if !filepath.IsLocal(local) {
		return ""
	}
	return terminal.FileURL(host, filepath.Join(root, local))
}
