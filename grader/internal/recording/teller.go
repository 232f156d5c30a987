package recording

import (
	"slices"
	"unicode/utf8"

	"workbook/grader/internal/trace"
	"workbook/grader/internal/wire"
	"workbook/grader/report"
	"workbook/grader/steps"
)

// A teller goes through a stream.
type teller struct {
	Recording
	run    *steps.Run
	crowd  *crowd
	points map[uint64]uint64 // who waits at which point, as of the last frame that says so
	chosen uint64            // who went on last
	before steps.Step        // the events and the output of what comes before the first step
	deeds  []deed
	output int // bytes that are kept
	events int // the same
	unkept int // steps that have no goroutine here
	said   int // steps that the process says it has not told of
	ended  bool
}

func (t *teller) frame(f *wire.Frame) {
	switch f.Kind {
	case wire.FrameBegin:
		t.run.Steps, t.run.End, t.before.Events, t.deeds = nil, nil, nil, nil
		t.crowd, t.points, t.ended, t.unkept, t.said = newCrowd(t.Names), nil, false, 0, 0
	case wire.FrameStep:
		t.step(f)
	case wire.FrameMoment:
		if f.Moment != nil {
			t.event(*f.Moment)
		}
	case wire.FrameName:
		t.crowd.called[f.Goroutine] = safe(f.Name)
	case wire.FrameDeed:
		t.deed(f)
	case wire.FrameLeft:
		t.said = max(t.said, f.Left)
	case wire.FrameEnd:
		t.said = max(t.said, f.Left)
		t.look(f)
		t.run.End = t.crowd.changes(t.place)
		t.ended = true
	}
}

// step adds a step, if there is room for it.
func (t *teller) step(f *wire.Frame) {
	if t.ended {
		return
	}
	t.look(f)
	n, known := t.points[f.Goroutine]
	if !known || n >= uint64(len(t.Points)) {
		return // nobody goes on from there
	}
	t.chosen = f.Goroutine
	g := t.crowd.of(f.Goroutine)
	if g == nil || len(t.run.Steps) >= steps.MaxSteps {
		t.unkept++
		return
	}
	at := t.Points[n]
	s := steps.Step{Goroutine: g.index, File: at.File, Line: at.Line, Column: at.Column, Between: at.Between, AtUS: f.AtUS}
	s.Changed = t.crowd.changes(t.place)
	g.from = &at
	if len(t.run.Steps) == 0 {
		s.Events, s.Output = t.before.Events, t.before.Output
	}
	t.run.Steps = append(t.run.Steps, s)
}

// look takes in what a frame says of goroutines.
func (t *teller) look(f *wire.Frame) {
	t.points = map[uint64]uint64{}
	var met []uint64
	for _, p := range f.Points {
		t.points[p[0]] = p[1]
		met = append(met, p[0])
	}
	stacks := map[uint64]trace.Goroutine{}
	for _, text := range f.Stacks {
		for _, g := range trace.ParseGoroutines([]byte(text)) {
			if g.ID > 0 {
				stacks[uint64(g.ID)] = g
				met = append(met, uint64(g.ID))
			}
		}
	}
	slices.Sort(met)
	for _, id := range slices.Compact(met) {
		stack, seen := stacks[id]
		_, at := t.points[id]
		t.crowd.meet(id, stack, seen, at)
	}
	for _, id := range f.Gone {
		t.crowd.gone(id)
	}
}

// place is where a goroutine is.
func (t *teller) place(g *member) steps.Place {
	p := steps.Place{Goroutine: g.index, State: steps.Ready}
	if n, at := t.points[g.id]; at && n < uint64(len(t.Points)) {
		p.File, p.Line, p.Between = t.Points[n].File, t.Points[n].Line, t.Points[n].Between
		return p
	}
	at, inside := trace.First(g.stack.Frames, t.Names.Learner)
	switch {
	case g.over, !inside && !g.started(): // or its call has returned to the check
		return steps.Place{Goroutine: g.index, State: steps.Ended}
	case g.stack.Blocked():
		p.State, p.On = steps.Waits, On(t.Names, g.stack)
		if !inside {
			at = g.stack.CreatedBy
		}
		if t.Names.Learner(at) {
			p.File, p.Line = base(at.File), at.Line
		}
	case g.from != nil:
		p.File, p.Line, p.Between = g.from.File, g.from.Line, g.from.Between
	case inside:
		p.File, p.Line = base(at.File), at.Line
	}
	return p
}

// last is the step that is under way: what comes before the first one is its part.
func (t *teller) last() *steps.Step {
	if n := len(t.run.Steps); n > 0 {
		return &t.run.Steps[n-1]
	}
	return &t.before
}

// mostEvents bounds the events of a record.
const mostEvents = 2000

func (t *teller) event(m report.Moment) {
	if t.events++; t.ended || t.events > mostEvents {
		return
	}
	s := t.last()
	m.Kind, m.Who, m.Note = report.MomentKind(safe(string(m.Kind))), safe(m.Who), safe(m.Note)
	s.Events = append(s.Events, m)
}

// printed is told what the process wrote, in order.
func (t *teller) printed(text string) {
	if t.ended {
		return // package testing has its say
	}
	s := t.last()
	text = report.Terminal(text)
	text = text[:min(len(text), steps.MaxOutput-t.output)]
	for !utf8.ValidString(text) {
		text = text[:len(text)-1]
	}
	t.output += len(text)
	s.Output += text
}

// left counts the steps that the record has not.
func (t *teller) left() { t.run.Left = max(0, t.said) + t.unkept }
