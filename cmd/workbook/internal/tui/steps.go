package tui

import (
	"context"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/stepping"
	"workbook/cmd/workbook/internal/study"
)

// A recordedMsg carries a run that was recorded, or why there is none.
type recordedMsg struct {
	id        int // of the page that asked
	drawing   study.Drawing
	reference bool // it is the reference's
	err       error
}

// A stepsPane is an overlay that goes through a run in either of two views with one cursor:
// as lanes of who did what (see lanesView), or step by step through the source with every
// goroutine's place in it. Until the run is recorded it says so; when it is left, the
// recording ends.
type stepsPane struct {
	id     int
	what   study.Stepping
	host   stepsHost
	cancel context.CancelFunc
	before *study.Drawing // how the same check failed last; nil: it did not, or still does

	lanes    *lanesView // nil until there is a run
	inSource bool       // it is shown through its source, and not as lanes

	record *stepping.Record // of the run with the cursor; nil: there is none, or err says why not
	err    error
	keymap stepKeys
	opened []string // the keys that opened it

	step int  // index
	file int  // index of the source that is shown
	held bool // it is not the one in which the step is, but one that was chosen
	top  int  // the first row of it that is shown
	lean int  // how many more rows are above the room in this step only

	room     room
	listings map[int]*listing // by source, for the room
	bar      stepBar
	shown    []string
	old      bool   // to be laid out again before it is shown
	help     *pager // on top; nil: it is not
}

// A stepsHost is what a page of a run needs of the program. Each may be nil.
type stepsHost struct {
	edit      func(file string, line int) tea.Cmd
	reference func(id int, schedule uint64) tea.Cmd // has the reference's run of the same check recorded; nil: it may not be seen
	say       func(string)
	keep      func(study.Drawing) // told of the run that was recorded
}

// newSteps is a page that waits for a run.
func newSteps(id int, what study.Stepping, opened []string, host stepsHost) *stepsPane {
	if host.say == nil {
		host.say = func(string) {}
	}
	if host.keep == nil {
		host.keep = func(study.Drawing) {}
	}
	return &stepsPane{id: id, what: what, opened: opened, host: host, cancel: func() {},
		keymap: newStepKeys(0, false, opened...), old: true}
}

// start starts the recording. The page has to be on the screen when it ends.
func (p *stepsPane) start(w *study.Work) tea.Cmd {
	ctx, cancel := context.WithCancel(context.Background())
	p.cancel = cancel
	id, what := p.id, p.what
	return job(w.Jobs, func(program context.Context) tea.Msg {
		defer cancel()
		defer context.AfterFunc(program, cancel)()
		d, err := w.Draw(ctx, what)
		return recordedMsg{id: id, drawing: d, err: err}
	})
}

// leave ends the recording.
func (p *stepsPane) leave() { p.cancel() }

// back closes the help.
func (p *stepsPane) back() bool {
	open := p.help != nil
	p.help = nil
	return open
}

// update takes the run that it waits for.
func (p *stepsPane) update(msg tea.Msg) tea.Cmd {
	got, ok := msg.(recordedMsg)
	switch {
	case !ok || got.id != p.id:
	case got.reference:
		p.beside(got)
	case got.err != nil:
		p.err, p.old = got.err, true
	default:
		p.host.keep(got.drawing)
		p.take(got.drawing)
	}
	return nil
}

func (p *stepsPane) key(k keyMap, msg tea.KeyPressMsg) (answer, tea.Cmd) {
	own := p.keymap
	if p.help != nil {
		if key.Matches(msg, k.Quit, own.Help) {
			p.help = nil
			return obeyed, nil
		}
		return p.help.key(k, msg)
	}
	switch {
	case key.Matches(msg, own.Close):
		return closed, nil
	case key.Matches(msg, own.Help):
		p.help = p.helps()
		p.help.layout(p.room)
	case p.lanes == nil:
		return ignored, nil
	case key.Matches(msg, own.Lanes):
		p.turn()
	case !p.inSource:
		return p.lanesKey(msg)
	case p.empty():
		return ignored, nil
	case key.Matches(msg, own.Edit):
		return obeyed, p.host.edit(p.record.Focus(p.step))
	default:
		return p.move(msg), nil
	}
	return obeyed, nil
}

// move goes to another step, file or row.
func (p *stepsPane) move(msg tea.KeyPressMsg) answer {
	k, screen := p.keymap, p.plan().source
	switch {
	case key.Matches(msg, k.On):
		p.show(p.step + 1)
	case key.Matches(msg, k.Back):
		p.show(p.step - 1)
	case key.Matches(msg, k.SwitchOn):
		p.show(p.record.SwitchAfter(p.step))
	case key.Matches(msg, k.SwitchBack):
		p.show(p.record.SwitchBefore(p.step))
	case key.Matches(msg, k.First):
		p.show(0)
	case key.Matches(msg, k.Last):
		p.show(p.record.End())
	case key.Matches(msg, k.File):
		p.look((p.file + 1) % len(p.record.Sources())) // it is enabled where there are several
	case key.Matches(msg, k.Files):
		p.look(int(msg.Code - '1'))
	case key.Matches(msg, k.Down):
		p.scroll(1)
	case key.Matches(msg, k.Up):
		p.scroll(-1)
	case key.Matches(msg, k.PageDown):
		p.scroll(screen - 1)
	case key.Matches(msg, k.PageUp):
		p.scroll(1 - screen)
	default:
		return ignored
	}
	return obeyed
}

// wheel goes by steps, or by events.
func (p *stepsPane) wheel(b tea.MouseButton) {
	by := 0
	switch b {
	case tea.MouseWheelDown:
		by = 1
	case tea.MouseWheelUp:
		by = -1
	}
	switch {
	case p.help != nil:
		p.help.wheel(b)
	case p.inSource:
		p.show(p.step + by)
	case p.lanes != nil && !p.lanes.now().empty():
		p.lanes.now().show(p.lanes.now().cursor + by)
		p.old = true
	}
}

func (p *stepsPane) click(int) (answer, tea.Cmd) { return ignored, nil }

func (p *stepsPane) keys(k keyMap) []key.Binding {
	switch {
	case p.help != nil:
		return p.help.keys(k)
	case p.lanes != nil && !p.inSource:
		return p.lanes.keymap.brief()
	case p.empty():
		own := p.keymap
		own.Close.SetHelp("esc", tr.T("back"))
		return []key.Binding{own.Close, own.Help}
	}
	return p.keymap.brief()
}
