package picture

import (
	"math"

	"workbook/grader/report"
)

// A world is who the check has met, as far as it is drawn: clients, listeners, and what it
// has called.
type world struct {
	d     *drawing
	lanes map[string]int
	later map[int]bool // listeners that are not open from the beginning
	done  map[int]bool // clients that send nothing more

	opened bool // those that are open from the beginning
	// calls finds the goroutine of a call: which lane a name means now. Nil knows none.
	calls func(name string, begins bool) (lane int, known bool)
	// told is told of a moment of a goroutine's lane once that is drawn. Nil need not know.
	told func(lane int, m report.Moment)
}

func newWorld(d *drawing) *world {
	return &world{d: d, lanes: map[string]int{}, later: map[int]bool{}, done: map[int]bool{}}
}

// meet declares which listeners come in any of the moments: they are open from the beginning,
// but for those of which it is marked when that was.
func (w *world) meet(moments []report.Moment) {
	for _, m := range moments {
		_, met := w.lanes[m.Who]
		switch {
		case m.Kind == report.Closed && m.Note == ListenerClosed:
			w.lane(m.Who, Listener)
		case m.Kind == report.Listened:
			w.later[w.lane(m.Who, Listener)] = !met && m.Note != alreadyOpen
		}
	}
}

// What the kit notes of who closes what (package check).
const (
	ListenerClosed  = "listener closed" // a name stands before it, which says the same
	alreadyOpen     = "already open"
	finishedSending = "finished sending"
	serverClosed    = "closed by the server"
)

// lane is that of a name; a kind that is given first stays.
func (w *world) lane(name string, kind LaneKind) int {
	if i, known := w.lanes[name]; known {
		return i
	}
	if kind == Check {
		name = ""
		if i, known := w.lanes[name]; known {
			return i
		}
	}
	i := w.d.lane(Lane{Kind: kind, Name: name, By: -1})
	w.lanes[name] = i
	return i
}

// kindOf is what a moment is to a picture.
func kindOf(k report.MomentKind) Kind {
	switch k {
	case report.Listened, report.ClientDialed, report.Accepted, report.FirstByte, report.Echoed, report.Closed, report.Spawned, report.Joined:
		return Kind(k)
	case report.Panicked:
		return Breaks
	}
	return Notes
}

// who is the lane to which a moment belongs.
func (w *world) who(m report.Moment) int {
	switch m.Kind {
	case report.ClientDialed, report.Accepted, report.FirstByte, report.Echoed:
		return w.lane(m.Who, Client)
	case report.Listened:
		return w.lane(m.Who, Listener)
	case report.Spawned, report.Joined, report.Panicked:
		if w.calls != nil {
			if i, known := w.calls(m.Who, m.Kind == report.Spawned); known {
				return i
			}
		}
		if m.Who != "" {
			return w.lane(m.Who, Task)
		}
	}
	return w.lane(m.Who, Check)
}

// moment draws a moment, which happened in a step. With the first that is drawn, listeners open.
func (w *world) moment(m report.Moment, step int) {
	before := len(w.d.p.Events)
	w.add(m, step)
	if !w.opened && len(w.d.p.Events) > before {
		w.opened = true
		w.opens()
	}
}

func (w *world) add(m report.Moment, step int) {
	if m.Who == "" && m.Note == "" {
		return // the check calls something of its own
	}
	if m.Kind == report.Listened && m.Note == alreadyOpen {
		return // nothing happens then
	}
	if m.Left > 0 { // what the kit has not kept
		w.d.p.Left += min(m.Left, math.MaxInt32)
		return
	}
	i := w.who(m)
	w.d.event(Event{Lane: i, Kind: kindOf(m.Kind), AtUS: max(m.AtUS, 0), From: -1, Step: step, Note: m.Note})
	switch w.d.p.Lanes[i].Kind {
	case Client:
		w.client(i, m)
	case Listener:
		w.listener(i, m)
	case Task:
		w.task(i, m)
	case Goroutine:
		if w.told != nil {
			w.told(i, m)
		}
	}
}

func (w *world) listener(i int, m report.Moment) {
	switch m.Kind {
	case report.Listened:
		w.d.becomes(i, Span{State: Opens})
	case report.Closed:
		w.d.ends(i, Over)
	}
}

func (w *world) client(i int, m report.Moment) {
	switch m.Kind {
	case report.ClientDialed:
		delete(w.done, i)
		w.d.becomes(i, Span{State: Queues})
	case report.Accepted:
		if is, _ := w.d.is(i); is == Queues || is == "" {
			w.d.becomes(i, Span{State: w.asked(i)})
		}
	case report.FirstByte:
		if is, _ := w.d.is(i); is == Idle {
			w.d.becomes(i, Span{State: Asks})
		}
	case report.Echoed:
		w.d.becomes(i, Span{State: Idle})
	case report.Closed:
		w.closes(i, m.Note)
	}
}

// closes draws that one side has closed a connection. Of both, the first that does so tells
// how it ended.
func (w *world) closes(i int, note string) {
	_, open := w.d.is(i)
	switch {
	case note == finishedSending:
		w.done[i] = true
	case !open:
	case note == serverClosed && !w.done[i]:
		w.d.ends(i, ByServer)
	default:
		w.d.ends(i, Over)
	}
}

// asked is the state of a client that is accepted: it may have sent something before.
func (w *world) asked(lane int) State {
	state := Idle
	for i := len(w.d.p.Events) - 1; i >= 0; i-- {
		switch e := w.d.p.Events[i]; {
		case e.Lane != lane:
		case e.Kind == Dials:
			return state
		case e.Kind == Sends:
			state = Asks
		}
	}
	return state
}

func (w *world) task(i int, m report.Moment) {
	switch {
	case m.Kind == report.Spawned:
		w.d.becomes(i, Span{State: Works})
	case m.Kind == report.Joined:
		w.d.ends(i, Over)
	case m.Kind == report.Panicked:
		w.d.ends(i, Panicked)
	}
}

// opens opens the listeners that are open from the beginning, with the event that was added last.
func (w *world) opens() {
	for _, i := range w.lanes {
		if w.d.p.Lanes[i].Kind == Listener && !w.later[i] {
			w.d.becomes(i, Span{State: Opens})
		}
	}
}

// OfCheck draws what the kit has marked in the run of a check that a report tells of: what
// clients did and got, and what the check called. It knows no goroutines.
func OfCheck(exercise string, c report.Check) *Picture {
	d := newDrawing(&Picture{Exercise: exercise, Check: c.Name, Title: c.Title, Schedule: c.Schedule,
		Verdict: c.Verdict, Message: c.Message, Source: Moments})
	w := newWorld(d)
	w.meet(c.Events)
	for _, m := range c.Events {
		w.moment(m, -1)
	}
	p := d.done()
	if c.Verdict.Passed() { // whose end is not here was not noted: a check that passes left nobody waiting
		for i := range p.Lanes {
			if p.Lanes[i].Fate == Stuck {
				p.Lanes[i].Fate = Going
			}
		}
	}
	return p
}
