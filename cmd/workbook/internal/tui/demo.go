package tui

import (
	"context"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/course"
	"workbook/grader/demo"
	"workbook/grader/report"
)

// A demoPane is an overlay that runs an exercise's demo and draws it as it happens. Keys
// change its parameters, and with each change it runs again. One run begins when the one
// before has ended, so that no two measure each other. When the pane is left, the demo stops.
type demoPane struct {
	id     int // of the page
	work   *study.Work
	ex     *course.Exercise
	opened []string // the keys that opened it
	keymap demoKeys
	cancel context.CancelFunc // of what goes on for the pane

	demo   *demo.Demo // nil: it is being made ready, or err says why there is none
	values map[string]int
	chosen int // index of the parameter that keys change

	state     demoState
	run       int // id of the run that began last
	frames    *study.Frames
	frame     *demo.Frame // the newest of the run that goes on
	insists   bool        // the learner wants it to run whatever else goes on
	disturbed string      // what else went on during the run; empty: nothing
	err       error       // why the last run has no result, or why there is no demo

	last, before *demoResult // the last two that have ended well; may be nil

	room   room
	shown  []string
	old    bool // to be laid out again before it is shown
	scroll scroll
	help   *pager // on top; nil: it is not
}

// A demoState is what goes on in the pane.
type demoState int

const (
	demoPreparing demoState = iota // it is being made ready
	demoWaits                      // until nothing else would be measured as well
	demoRuns
	demoEnds // a run is being ended, and the next begins then
	demoOver // nothing goes on
)

func newDemo(id int, w *study.Work, ex *course.Exercise, opened []string) *demoPane {
	return &demoPane{id: id, work: w, ex: ex, opened: opened, keymap: newDemoKeys(0, opened...),
		cancel: func() {}, scroll: newScroll(), old: true}
}

// leave ends the demo.
func (p *demoPane) leave() { p.cancel() }

// back closes the help.
func (p *demoPane) back() bool {
	open := p.help != nil
	p.help = nil
	return open
}

func (p *demoPane) title() string {
	switch {
	case p.help != nil:
		return tr.T("Help")
	case p.demo == nil || p.demo.Name == "":
		return tr.T("Demo")
	}
	return tr.T("Demo: %s", report.OneLine(p.demo.Name))
}

func (p *demoPane) where() string {
	if p.help != nil {
		return p.help.where()
	}
	return p.scroll.where()
}

func (p *demoPane) layout(r room) {
	p.room, p.old = r, true
	if p.help != nil {
		p.help.layout(r)
	}
}

// update takes what the demo has come to, and has it begin when nothing disturbs it any more.
func (p *demoPane) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case demoFoundMsg:
		return p.found(msg)
	case demoFrameMsg:
		p.drawn(msg)
		return nil
	case demoDoneMsg:
		return p.done(msg)
	}
	p.old = true
	why := p.work.Disturbs()
	switch {
	case p.state == demoWaits && why == "":
		return p.start()
	case p.state == demoRuns && why != "":
		p.disturbed = why
	}
	return nil
}

func (p *demoPane) key(k keyMap, msg tea.KeyPressMsg) (answer, tea.Cmd) {
	own := p.keymap
	if p.help != nil {
		if key.Matches(msg, k.Quit, own.Help) {
			p.help = nil
			return obeyed, nil
		}
		return p.help.key(k, msg)
	}
	p.old = true
	switch {
	case key.Matches(msg, own.Close):
		return closed, nil
	case key.Matches(msg, own.Help):
		p.help = newPager(p.title(), own.Help, func(width int, t *theme) []string { return demoHelp(own, width, t) })
		p.help.layout(p.room)
	case key.Matches(msg, own.Run):
		p.insists = true
		return obeyed, p.again()
	case key.Matches(msg, own.More):
		return obeyed, p.change(1)
	case key.Matches(msg, own.Less):
		return obeyed, p.change(-1)
	case key.Matches(msg, own.Next):
		p.choose(1)
	case key.Matches(msg, own.Previous):
		p.choose(-1)
	default:
		return p.scroll.key(own.scrolling(k), msg), nil
	}
	return obeyed, nil
}

// choose goes to the parameter that stands so many further, around the end.
func (p *demoPane) choose(by int) {
	if n := len(p.params()); n > 0 {
		p.chosen = (p.chosen + by + n) % n
	}
}

// change gives the chosen parameter its next value, and has the demo run with that.
func (p *demoPane) change(by int) tea.Cmd {
	params := p.params()
	if len(params) == 0 {
		return nil
	}
	c := params[p.chosen]
	to := study.Beside(c, p.values[c.Name], by)
	if to == p.values[c.Name] {
		return nil
	}
	p.values[c.Name] = to
	return p.again()
}

func (p *demoPane) params() []demo.Param {
	if p.demo == nil {
		return nil
	}
	return p.demo.Params
}

func (p *demoPane) wheel(b tea.MouseButton) {
	if p.help != nil {
		p.help.wheel(b)
		return
	}
	p.scroll.wheel(b)
	p.old = true
}

func (p *demoPane) click(int) (answer, tea.Cmd) { return ignored, nil }

func (p *demoPane) keys(k keyMap) []key.Binding {
	if p.help != nil {
		return p.help.keys(k)
	}
	return p.keymap.brief()
}

// clips are the command that runs the same in a shell.
func (p *demoPane) clips() []clip {
	if p.demo == nil {
		return nil
	}
	command := study.DemoCommand(p.ex.ID, *p.demo, p.values)
	return []clip{{command, command}}
}
