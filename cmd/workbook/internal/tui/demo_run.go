package tui

import (
	"context"
	"errors"
	"maps"
	"time"

	tea "charm.land/bubbletea/v2"

	"workbook/cmd/workbook/internal/study"
	"workbook/grader/demo"
)

// A demoFoundMsg carries an exercise's demo, or why there is none.
type demoFoundMsg struct {
	page int
	demo demo.Demo
	err  error
}

// A demoFrameMsg says that a run has a new frame. The frame itself is taken when it is drawn,
// and by then may be a newer one.
type demoFrameMsg struct{ page, run int }

// A demoDoneMsg is the end of a run.
type demoDoneMsg struct {
	page, run int
	result    demo.Result
	took      time.Duration
	err       error
}

// A demoResult is what a run has measured.
type demoResult struct {
	demo.Result
	took      time.Duration
	disturbed string // what else went on; empty: nothing
}

// find has the demo made ready. The page has to be on the screen when that is done.
func (p *demoPane) find() tea.Cmd {
	id, ex, w := p.id, p.ex, p.work
	return p.begin(func(ctx context.Context) tea.Msg {
		d, err := w.Config.Demonstrator.Demo(ctx, ex)
		return demoFoundMsg{id, d, err}
	})
}

// begin is a job that ends with the program, and when the pane is left.
func (p *demoPane) begin(f func(ctx context.Context) tea.Msg) tea.Cmd {
	ctx, cancel := context.WithCancel(context.Background())
	p.cancel = cancel
	return job(p.work.Jobs, func(program context.Context) tea.Msg {
		defer cancel()
		defer context.AfterFunc(program, cancel)()
		return f(ctx)
	})
}

// found takes the demo, and runs it.
func (p *demoPane) found(msg demoFoundMsg) tea.Cmd {
	if msg.page != p.id {
		return nil
	}
	p.old, p.err = true, msg.err
	if msg.err != nil {
		p.state = demoOver
		return nil
	}
	p.demo, p.values = &msg.demo, study.Defaults(msg.demo)
	p.keymap = newDemoKeys(len(msg.demo.Params), p.opened...)
	return p.again()
}

// again runs the demo with the values that are chosen. What runs is ended first. While
// something else would be measured as well it waits, unless the learner
// has insisted.
func (p *demoPane) again() tea.Cmd {
	switch {
	case p.demo == nil && p.state == demoOver:
		p.state, p.err = demoPreparing, nil
		return p.find()
	case p.demo == nil, p.state == demoEnds:
		return nil
	case p.state == demoRuns:
		p.cancel()
		p.state = demoEnds
		return nil
	case p.work.Disturbs() != "" && !p.insists:
		p.state = demoWaits
		return nil
	}
	return p.start()
}

func (p *demoPane) start() tea.Cmd {
	p.run++
	p.state, p.err, p.frame, p.disturbed = demoRuns, nil, nil, p.work.Disturbs()
	frames := new(study.Frames)
	p.frames = frames
	d, values, jobs, page, run := *p.demo, maps.Clone(p.values), p.work.Jobs, p.id, p.run
	var watch func(demo.Frame)
	if !p.work.Config.Still {
		watch = func(f demo.Frame) {
			if frames.Put(f) {
				jobs.Post(demoFrameMsg{page, run})
			}
		}
	}
	return p.begin(func(ctx context.Context) tea.Msg {
		began := time.Now()
		result, err := d.Run(ctx, values, watch)
		return demoDoneMsg{page, run, result, time.Since(began), err}
	})
}

// drawn takes the newest frame.
func (p *demoPane) drawn(msg demoFrameMsg) {
	if msg.page != p.id || msg.run != p.run || p.state != demoRuns {
		return
	}
	frame := p.frames.Take()
	p.frame, p.old = &frame, true
}

// done takes the end of a run. What was changed meanwhile is run now.
func (p *demoPane) done(msg demoDoneMsg) tea.Cmd {
	if msg.page != p.id || msg.run != p.run {
		return nil
	}
	again := p.state == demoEnds
	p.state, p.frame, p.old = demoOver, nil, true
	switch {
	case again:
		return p.again()
	case errors.Is(msg.err, context.Canceled):
		return nil
	case msg.err != nil:
		p.err = msg.err
		return nil
	}
	p.before, p.last = p.last, &demoResult{msg.result, msg.took, p.disturbed}
	return nil
}
