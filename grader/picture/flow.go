package picture

import (
	"workbook/grader/report"
	"workbook/grader/steps"
)

// A Flow is a run as Go's execution tracer saw it: what goroutines of the submission did,
// and between that what the kit has marked.
type Flow struct {
	Goroutines []steps.Goroutine
	Changes    []Change
	Left       int // how many more there were
}

// A Change is what became of a goroutine, or a moment.
type Change struct {
	Moment *report.Moment // nil: it is a goroutine's

	Goroutine int    // its index
	Kind      Kind   // Made, GoesOn, Blocks, Woken, Joined, Ends, or one of Deeds; Yields is no event
	From      int    // the index of the goroutine that woke this one; -1: none
	On        string // what it waits for; of a deed, its text
	File      string // where it is
	Line      int
}

// Yields is that a goroutine makes room for others, and could go on.
const Yields Kind = "yields"

// OfFlow draws a run that was traced. About has what the picture says besides: exercise,
// check, title, verdict, message and files. What the tracer saw has the time of the moment
// before, since only moments are on the check's own clock.
func OfFlow(about Picture, f Flow) *Picture {
	about.Source, about.Lanes, about.Events, about.Left = Trace, nil, nil, max(f.Left, 0)
	all := f.Goroutines[:min(len(f.Goroutines), MaxLanes)]
	d := newDrawing(&about)
	w := &flowWalk{walk: walk{d: d, run: &steps.Run{Goroutines: all}, world: newWorld(d), now: make([]steps.Place, len(all)), runs: -1}}
	w.meet()
	for _, c := range f.Changes {
		if c.Moment != nil {
			w.world.meet([]report.Moment{*c.Moment})
		}
	}
	for _, c := range f.Changes {
		switch {
		case c.Moment != nil:
			w.moment(*c.Moment)
		case w.known(c.Goroutine):
			w.becomes(c)
		}
	}
	return d.done()
}

// A flowWalk goes through a run that was traced.
type flowWalk struct {
	walk
	at int64 // of the last moment
}

func (w *flowWalk) moment(m report.Moment) {
	w.at = max(w.at, m.AtUS)
	w.world.moment(m, -1)
}

func (w *flowWalk) becomes(c Change) {
	lane, now := w.lanes[c.Goroutine], &w.now[c.Goroutine]
	e := Event{Lane: lane, Kind: c.Kind, AtUS: w.at, From: -1, Step: -1, File: c.File, Line: c.Line}
	if w.known(c.From) && c.From != c.Goroutine {
		e.From = w.lanes[c.From]
	}
	switch c.Kind {
	case Made:
		e.From = w.d.p.Lanes[lane].By
		w.enters(e, Span{State: Ready, File: c.File, Line: c.Line})
	case GoesOn:
		e.File, e.Line = now.File, now.Line
		w.enters(e, Span{State: Runs})
	case Blocks:
		e.Note = c.On
		w.enters(e, Span{State: Waits, On: c.On, File: c.File, Line: c.Line})
	case Woken, Joined:
		e.File, e.Line = now.File, now.Line
		w.enters(e, Span{State: Ready, File: now.File, Line: now.Line})
	case Yields:
		w.d.becomes(lane, Span{State: Ready, File: now.File, Line: now.Line})
	case Ends:
		fate := Over
		if note, told := w.lastWords(lane); told {
			e.Kind, e.Note, fate = Breaks, note, Panicked
		}
		w.d.event(e)
		w.d.ends(lane, fate)
	case TaskBegins, TaskEnds, TaskPanics, TaskExits, Notes:
		e.Note, e.File, e.Line = c.On, now.File, now.Line
		w.d.event(e)
		return
	default:
		return
	}
	now.State = states[c.Kind]
	if c.File != "" {
		now.File, now.Line = c.File, c.Line
	}
}

// states are those of goroutines after a change.
var states = map[Kind]steps.State{
	Made: steps.Ready, GoesOn: steps.Ready, Yields: steps.Ready, Woken: steps.Ready, Joined: steps.Ready,
	Blocks: steps.Waits, Ends: steps.Ended,
}

// enters adds an event, and has its lane be in a span from there.
func (w *flowWalk) enters(e Event, s Span) {
	w.d.event(e)
	w.d.becomes(e.Lane, s)
}
