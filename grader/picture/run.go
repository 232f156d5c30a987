package picture

import (
	"slices"
	"strings"

	"workbook/grader/report"
	"workbook/grader/steps"
)

// OfRun draws a run that was recorded step by step. A nil run has no lanes.
func OfRun(r *steps.Run) *Picture {
	if r == nil {
		r = &steps.Run{}
	}
	d := newDrawing(&Picture{Exercise: r.Exercise, Check: r.Check, Title: r.Title, Schedule: r.Schedule,
		Verdict: r.Verdict, Message: r.Message, Source: Steps, Files: r.Sources, Left: max(r.Left, 0)})
	w := &walk{d: d, run: r, world: newWorld(d), now: make([]steps.Place, len(r.Goroutines)), runs: -1}
	w.meet()
	for i := range r.Steps {
		w.step(i)
	}
	w.changed(r.End, len(r.Steps))
	return d.done()
}

// meet declares the goroutines, and who else there is.
func (w *walk) meet() {
	for _, g := range w.run.Goroutines {
		w.lanes = append(w.lanes, w.d.lane(Lane{Kind: Goroutine, Name: g.Name, By: -1, File: g.File, Line: g.Line}))
	}
	for i, g := range w.run.Goroutines {
		if w.known(g.By) && g.By != i {
			w.d.p.Lanes[w.lanes[i]].By = w.lanes[g.By]
		}
	}
	for _, s := range w.run.Steps {
		w.world.meet(s.Events)
	}
	w.world.calls, w.world.told = w.called, w.told
	w.calls, w.begun, w.done, w.defers = map[string]int{}, map[int]bool{}, map[int]bool{}, map[deferral]bool{}
}

func (w *walk) step(i int) {
	s := w.run.Steps[i]
	before := w.before(i)
	for _, m := range s.Events[:before] {
		w.moment(i, m)
	}
	w.passes(i, s)
	w.changed(s.Changed, i)
	if w.known(s.Goroutine) {
		w.goesOn(i, s)
	}
	s.Events = s.Events[before:]
	for _, h := range w.run.Happened(s) {
		if h.Deed != nil {
			w.deed(i, *h.Deed)
		} else {
			w.moment(i, *h.Event)
		}
	}
	w.prints(i, s)
}

// moment draws one of step i.
func (w *walk) moment(i int, m report.Moment) {
	if m.Kind == report.Spawned {
		w.comesBack(i)
	}
	w.world.moment(m, i)
}

func (w *walk) goesOn(i int, s steps.Step) {
	lane := w.lanes[s.Goroutine]
	w.d.event(Event{Lane: lane, Kind: GoesOn, AtUS: max(s.AtUS, 0), From: -1, Step: i, File: s.File, Line: s.Line, Column: s.Column})
	if w.runs >= 0 && w.runs != s.Goroutine && w.now[w.runs].State == steps.Ready && !w.waits(w.lanes[w.runs]) {
		w.d.becomes(w.lanes[w.runs], Span{State: Ready, File: w.now[w.runs].File, Line: w.now[w.runs].Line})
	}
	w.d.becomes(lane, Span{State: Runs})
	w.asks(lane, i, s)
	w.runs = s.Goroutine
	w.now[s.Goroutine] = steps.Place{Goroutine: s.Goroutine, State: steps.Ready, File: s.File, Line: s.Line}
}

// asks draws that a goroutine asks the runtime for something, which nobody else sees.
func (w *walk) asks(lane, i int, s steps.Step) {
	call, deferred := w.d.source.asks(s)
	if call == "" {
		return
	}
	at := deferral{lane, s.File, s.Line}
	if w.defers[at] = deferred && !w.defers[at]; !w.defers[at] { // a defer statement is come to twice
		w.d.event(Event{Lane: lane, Kind: Calls, AtUS: max(s.AtUS, 0), From: -1, Step: i, File: s.File, Line: s.Line, Column: s.Column, Note: call})
	}
}

// A deferral is a deferred call that is still to come.
type deferral struct {
	lane int
	file string
	line int
}

// changed draws what has become of goroutines when step i begins, or at the end.
func (w *walk) changed(places []steps.Place, i int) {
	end := slices.IndexFunc(places, func(p steps.Place) bool { return p.Goroutine == w.runs && p.State == steps.Ended })
	w.over = end >= 0
	for n, p := range places {
		if n != end {
			w.becomes(p, i)
		}
	}
	if w.over { // who ran wakes others before it ends
		w.becomes(places[end], i)
	}
}

func (w *walk) becomes(p steps.Place, i int) {
	if w.known(p.Goroutine) {
		w.change(p, i)
		w.now[p.Goroutine] = p
	}
}

func (w *walk) change(p steps.Place, i int) {
	lane, before := w.lanes[p.Goroutine], w.now[p.Goroutine]
	at := w.time(i)
	e := Event{Lane: lane, AtUS: at, From: -1, Step: min(i, len(w.run.Steps)-1), File: p.File, Line: p.Line}
	if fresh := before.State == "" || before.State == steps.Ended; fresh && p.State != steps.Ended {
		made := e
		made.Kind, made.From = Made, w.d.p.Lanes[lane].By
		w.d.event(made)
		w.d.becomes(lane, Span{State: Ready, File: p.File, Line: p.Line})
	}
	switch {
	case p.State == steps.Ended && before.State == "": // it was never seen at work
	case p.State == steps.Ended && before.State == steps.Ended && p.File == "": // that is drawn
	case p.State == steps.Ended:
		e.Kind = Ends
		fate := Over
		if note, told := w.lastWords(lane); told || p.File != "" {
			e.Kind, e.Note, fate = Breaks, note, Panicked
		}
		w.d.event(e)
		w.d.ends(lane, fate)
	case p.State == steps.Waits && (before.State != steps.Waits || p.On != before.On):
		e.Kind, e.Note = Blocks, p.On
		w.d.event(e)
		w.d.becomes(lane, Span{State: Waits, On: p.On, File: p.File, Line: p.Line})
	case p.State == steps.Ready && before.State == steps.Waits:
		e.Kind = Woken
		w.wake(&e, before, i)
		w.d.event(e)
		w.d.becomes(lane, Span{State: Ready, File: p.File, Line: p.Line})
	}
}

// lastWords are those of a panic that the check has told of in the last call on a lane.
func (w *walk) lastWords(lane int) (note string, panicked bool) {
	const far = 64 // events: those of others stand between
	all := w.d.p.Events
	for i := len(all) - 1; i >= max(len(all)-far, 0); i-- {
		switch e := all[i]; {
		case e.Lane != lane:
		case e.Kind == Breaks:
			return e.Note, true
		case e.Kind == Called:
			return "", false
		}
	}
	return "", false
}

// wake finds who woke a goroutine: one runs at a time, so it was the one that took the step
// before, unless it waited for the world outside or for time to pass.
func (w *walk) wake(e *Event, before steps.Place, i int) {
	if w.runs < 0 || w.runs == before.Goroutine || i < 1 || w.time(i) > w.time(i-1) || outside(before.On) {
		return
	}
	e.From = w.lanes[w.runs]
	if w.over {
		e.Kind = Joined
	}
}

// outside reports whether what a goroutine waits for, in the words of a record, comes from
// who is no goroutine of the submission: it reads, writes or accepts, itself or in a function
// of the library, or waits for time to pass.
func outside(on string) bool {
	if on == "for input or output" || strings.Contains(on, "time") {
		return true
	}
	in, called := strings.CutPrefix(on, "in ")
	if !called || strings.HasPrefix(in, "an ") {
		return false // "in an empty select"
	}
	words := strings.HasPrefix(in, "a ")
	if pkg, _, dotted := strings.Cut(in, "."); dotted {
		return slices.Contains(streams, pkg)
	}
	return !words || strings.HasPrefix(in, "a task") // a method of a connection or a listener: "in Read"
}

// streams are the packages whose functions wait for others' connections.
var streams = []string{"bufio", "csv", "fmt", "gob", "http", "io", "ioutil", "json", "log", "net", "os", "rpc", "slog", "textproto", "tls", "xml"}

// deed draws what a function of the check did that the submission called.
func (w *walk) deed(i int, d steps.Deed) {
	if kind, drawn := Deeds[d.Kind]; drawn && w.known(d.Goroutine) {
		w.appears(i, d)
		at := w.now[d.Goroutine]
		lane := w.lanes[d.Goroutine]
		w.d.event(Event{Lane: lane, Kind: kind, AtUS: max(d.AtUS, 0), From: -1, Step: i, File: at.File, Line: at.Line, Note: d.Text})
		if at.State == steps.Ready && w.waits(lane) { // it has slept
			w.d.becomes(lane, Span{State: Ready, File: at.File, Line: at.Line})
		}
	}
}

// appears draws a goroutine that runs a function of the check, or logs, before it was seen at
// work: it may never be, and be over in this step.
func (w *walk) appears(i int, d steps.Deed) {
	begins, made := d.Kind == steps.TaskBegins, w.known(w.run.Goroutines[d.Goroutine].By)
	switch before := w.now[d.Goroutine].State; {
	case before == "" && (begins || made): // a call of the check itself is told of in other words
	case before == steps.Ended && begins:
	default:
		return
	}
	lane := w.lanes[d.Goroutine]
	w.d.event(Event{Lane: lane, Kind: Made, AtUS: max(d.AtUS, 0), From: w.d.p.Lanes[lane].By, Step: i})
	w.d.becomes(lane, Span{State: Runs})
	w.now[d.Goroutine] = steps.Place{Goroutine: d.Goroutine, State: steps.Ready}
}

// prints draws what was printed in a step, a line an event.
func (w *walk) prints(i int, s steps.Step) {
	for line := range strings.Lines(report.Terminal(s.Output)) {
		if line = strings.TrimSpace(line); line != "" && w.known(s.Goroutine) {
			w.d.event(Event{Lane: w.lanes[s.Goroutine], Kind: Prints, AtUS: max(s.AtUS, 0), From: -1, Step: i, Note: line})
		}
	}
}
