package picture

import (
	"cmp"
	"slices"

	"workbook/grader/report"
)

// Bounds of a picture, whatever it is made from.
const (
	MaxLanes  = 20000
	MaxEvents = 100000
)

// A drawing is a picture that is being made.
type drawing struct {
	p      *Picture
	source *source
	open   []int // by lane: the index of the span that lasts; -1: none
	full   bool
}

func newDrawing(p *Picture) *drawing {
	p.Schema = Schema
	p.Exercise, p.Check, p.Title = report.OneLine(p.Exercise), report.OneLine(p.Check), report.OneLine(p.Title)
	return &drawing{p: p, source: newSource(p.Files)}
}

// lane adds one and gives its index.
func (d *drawing) lane(l Lane) int {
	l.Name, l.File, l.Line = report.OneLine(l.Name), report.OneLine(l.File), max(l.Line, 0)
	d.p.Lanes = append(d.p.Lanes, l)
	d.open = append(d.open, -1)
	return len(d.p.Lanes) - 1
}

// event adds one. Of too many, the last are counted and left out.
func (d *drawing) event(e Event) {
	if len(d.p.Events) >= MaxEvents {
		d.full = true
		d.p.Left++
		return
	}
	if e.Kind == Breaks && e.File == "" { // a check tells of the panic, not where it was
		e.File, e.Line = d.last(e.Lane)
	}
	e.File, e.Note = report.OneLine(e.File), report.OneLine(e.Note)
	e.Line, e.Column = max(e.Line, 0), max(e.Column, 0)
	d.p.Events = append(d.p.Events, e)
}

// last is where a lane has come to.
func (d *drawing) last(lane int) (file string, line int) {
	for _, e := range slices.Backward(d.p.Events) {
		if e.Lane == lane && e.File != "" {
			return e.File, e.Line
		}
	}
	return "", 0
}

// becomes begins a span with the event that was added last, and ends the one before.
func (d *drawing) becomes(lane int, s Span) {
	if d.full {
		return
	}
	at := max(len(d.p.Events)-1, 0)
	s.On, s.File, s.Line = report.OneLine(s.On), report.OneLine(s.File), max(s.Line, 0)
	if o := d.open[lane]; o >= 0 {
		before := &d.p.Lanes[lane].Spans[o]
		if s.State == before.State && s.On == before.On && s.State != Waits {
			if before.File == "" { // it was there before a record told where
				before.File, before.Line = s.File, s.Line
			}
			return
		}
		d.close(lane, at)
	}
	s.From, s.To = at, -1
	d.p.Lanes[lane].Spans = append(d.p.Lanes[lane].Spans, s)
	d.open[lane] = len(d.p.Lanes[lane].Spans) - 1
}

// is is the state that a lane is in.
func (d *drawing) is(lane int) (State, bool) {
	if o := d.open[lane]; o >= 0 {
		return d.p.Lanes[lane].Spans[o].State, true
	}
	return "", false
}

// ends ends the span of a lane with the event that was added last.
func (d *drawing) ends(lane int, fate Fate) {
	if d.full {
		return
	}
	d.p.Lanes[lane].Fate = fate
	d.close(lane, max(len(d.p.Events)-1, 0))
}

// close ends a span. One that began with the same event was none.
func (d *drawing) close(lane, at int) {
	l, o := &d.p.Lanes[lane], d.open[lane]
	if o < 0 {
		return
	}
	d.open[lane] = -1
	if l.Spans[o].From == at {
		l.Spans = l.Spans[:o]
		return
	}
	l.Spans[o].To = at
}

// done gives the picture: spans that last do so to the end, and lanes stand in the order of
// their kinds, and within a kind in that in which they were met.
func (d *drawing) done() *Picture {
	for i := range d.p.Lanes {
		l := &d.p.Lanes[i]
		if o := d.open[i]; o >= 0 {
			l.Spans[o].To = len(d.p.Events)
			l.Fate = fate(l.Spans[o].State)
		} else if l.Fate == "" {
			l.Fate = Over
		}
		l.Unanswered = d.unanswered(*l)
	}
	d.source.within(d.p)
	d.sort()
	return d.p
}

// unanswered reports whether the message says of a client that its connection was closed
// before its answer had come. Only the check knows who should have got one.
func (d *drawing) unanswered(l Lane) bool {
	return l.Fate == ByServer && len(l.Spans) > 0 && l.Spans[len(l.Spans)-1].State == Asks &&
		hasWords(d.p.Message, closedOf+base(l.Name))
}

// closedOf is what the kit's messages say, before a client's name, where the connection was
// closed while the check waited for bytes (packages check and outside).
const closedOf = "The server closed the connection of "

// fate is that of who is in a state at the end.
func fate(s State) Fate {
	switch s {
	case Waits, Queues, Asks, Works:
		return Stuck
	}
	return Going
}

var kinds = []LaneKind{Listener, Client, Task, Goroutine, Check}

func (d *drawing) sort() {
	order := make([]int, len(d.p.Lanes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(slices.Index(kinds, d.p.Lanes[a].Kind), slices.Index(kinds, d.p.Lanes[b].Kind))
	})
	now := make([]int, len(order))
	lanes := make([]Lane, len(order))
	for to, from := range order {
		now[from], lanes[to] = to, d.p.Lanes[from]
	}
	move := func(lane *int) {
		if *lane >= 0 {
			*lane = now[*lane]
		}
	}
	for i := range lanes {
		move(&lanes[i].By)
	}
	for i := range d.p.Events {
		move(&d.p.Events[i].Lane)
		move(&d.p.Events[i].From)
	}
	d.p.Lanes = lanes
}
