package tracing

import (
	"encoding/json"
	"strconv"
	"strings"

	"golang.org/x/exp/trace"

	"workbook/grader/internal/names"
	"workbook/grader/internal/recording"
	stacks "workbook/grader/internal/trace"
	"workbook/grader/internal/wire"
	"workbook/grader/picture"
	"workbook/grader/report"
	"workbook/grader/steps"
)

// A crowd is the goroutines of a run, of which those are members that the submission has
// made or that run its code.
type crowd struct {
	names   names.Names
	members map[trace.GoID]*member
	order   []*member
	changes []picture.Change
	left    int
	moments int
	woke    map[*member]int // the change by which a member woke another, as the last it did
	called  map[trace.GoID]string
}

// mostMoments bounds those of a run; the kit marks no more.
const mostMoments = 2000

// A member is one goroutine.
type member struct {
	index  int
	by     *member
	file   string // the go statement, if it is the submission's
	line   int
	called string   // how the check calls it
	calls  []string // the functions that the check has called on it
	tasks  recording.Tasks
	inside bool // it was seen in the submission
	there  bool // it is drawn now
	waits  bool
}

func newCrowd(n names.Names) *crowd {
	return &crowd{names: n, members: map[trace.GoID]*member{}, woke: map[*member]int{}, called: map[trace.GoID]string{}}
}

// event takes in what the tracer saw.
func (c *crowd) event(e trace.Event) {
	switch e.Kind() {
	case trace.EventLog:
		c.logged(e)
	case trace.EventStateTransition:
		if t := e.StateTransition(); t.Resource.Kind == trace.ResourceGoroutine {
			c.transition(e, t)
		}
	}
}

// logged takes in what the kit has put into the trace.
func (c *crowd) logged(e trace.Event) {
	switch l := e.Log(); l.Category {
	case wire.TraceMoment:
		var m report.Moment
		if c.moments++; c.moments <= mostMoments && json.Unmarshal([]byte(l.Message), &m) == nil {
			m.Kind, m.Who, m.Note = report.MomentKind(safe(string(m.Kind))), safe(m.Who), safe(m.Note)
			c.add(picture.Change{Moment: &m, Goroutine: -1, From: -1})
		}
	case wire.TraceDeed:
		kind, text, _ := strings.Cut(l.Message, " ")
		c.deed(c.members[e.Goroutine()], steps.DeedKind(kind), safe(text))
	case wire.TraceName:
		number, name, _ := strings.Cut(l.Message, " ")
		id, err := strconv.ParseInt(number, 10, 64)
		if err != nil || name == "" {
			return
		}
		if m := c.meet(trace.GoID(id)); m != nil {
			m.called = name
			c.appears(m)
			c.change(m, picture.Change{Kind: picture.GoesOn, From: -1})
		}
	}
}

// deed takes in what a function of the check did on a goroutine.
func (c *crowd) deed(m *member, kind steps.DeedKind, text string) {
	picked, known := picture.Deeds[kind]
	if c.moments++; m == nil || !m.there || !known || c.moments > mostMoments {
		return
	}
	if kind == steps.TaskBegins {
		m.tasks.Add(text)
	}
	c.add(picture.Change{Goroutine: m.index, Kind: picked, From: -1, On: text})
}

func (c *crowd) transition(e trace.Event, t trace.StateTransition) {
	id := t.Resource.Goroutine()
	from, to := t.Goroutine()
	m := c.members[id]
	switch {
	case from == trace.GoNotExist:
		c.made(id, e)
		return
	case from == to: // the trace says again where everybody is, as it does now and then
		return
	case to == trace.GoWaiting && from != trace.GoUndetermined:
		m = c.stops(id, m, t)
	case m == nil || !m.there:
	case to == trace.GoNotExist:
		c.ends(m)
	case from == trace.GoWaiting && to == trace.GoRunnable && m.waits:
		c.woken(m, c.members[e.Goroutine()])
	case to == trace.GoRunning && from == trace.GoRunnable:
		c.change(m, picture.Change{Kind: picture.GoesOn, From: -1})
	case to == trace.GoRunnable && from != trace.GoWaiting:
		c.change(m, picture.Change{Kind: picture.Yields, From: -1})
	}
	if m != nil && to == trace.GoNotExist {
		delete(c.members, id) // a number does not come again, but a forged one may
	}
}

// made takes in a new goroutine. It is a member when the submission has made it, by itself
// or by a library that it called.
func (c *crowd) made(id trace.GoID, e trace.Event) {
	delete(c.members, id)
	stack := frames(e.Stack())
	for _, f := range stack {
		switch {
		case c.names.Learner(f):
			by := c.maker(e.Goroutine(), stack)
			if m := c.meet(id); m != nil {
				m.by, m.file, m.line = by, base(f.File), f.Line
				c.appears(m)
			}
			return
		case names.Kit(f), c.names.Hidden(f):
			return
		}
	}
}

// maker gives the member that runs the submission and makes a goroutine: it may not have been
// seen before.
func (c *crowd) maker(id trace.GoID, stack []stacks.Frame) *member {
	if id <= 0 {
		return nil
	}
	m := c.meet(id)
	if m != nil && !m.there {
		c.appears(m)
		m.entered(c.names, stack)
		c.change(m, picture.Change{Kind: picture.GoesOn, From: -1})
	}
	return m
}

// meet gives the member of a number, and makes one where there is none and room for it.
func (c *crowd) meet(id trace.GoID) *member {
	m := c.members[id]
	if m == nil && len(c.order) < picture.MaxLanes/2 {
		m = &member{index: len(c.order)}
		c.members[id] = m
		c.order = append(c.order, m)
	}
	return m
}

func (c *crowd) appears(m *member) {
	if !m.there {
		m.there, m.waits = true, false
		c.change(m, picture.Change{Kind: picture.Made, From: -1, File: m.file, Line: m.line})
	}
}

func (c *crowd) ends(m *member) {
	if woke, ok := c.woke[m]; ok {
		c.changes[woke].Kind = picture.Joined
	}
	m.there = false
	c.change(m, picture.Change{Kind: picture.Ends, From: -1})
}

func (c *crowd) woken(m, by *member) {
	m.waits = false
	change := picture.Change{Kind: picture.Woken, From: -1}
	if by != nil && by.there && by != m {
		change.From = by.index
	}
	n := len(c.changes)
	c.change(m, change)
	if change.From >= 0 && len(c.changes) > n {
		c.woke[by] = n
	}
}

// stops takes in that a goroutine rests, which shows whose it is. On one that the check has
// made, a call is over when nothing of the submission is on the stack any more.
func (c *crowd) stops(id trace.GoID, m *member, t trace.StateTransition) *member {
	g := stacks.Goroutine{Frames: frames(t.Stack)}
	at, inside := stacks.First(g.Frames, c.names.Learner)
	if inside && m == nil {
		m = c.meet(id)
	}
	if m == nil {
		return nil
	}
	if inside {
		c.appears(m)
		m.entered(c.names, g.Frames)
	} else if m.file == "" {
		if m.there && m.inside {
			c.ends(m)
		}
		m.inside = false
		return m
	}
	if !m.there {
		return m
	}
	rest, ok := resting(t.Reason, g.Frames)
	if !ok {
		c.change(m, picture.Change{Kind: picture.Yields, From: -1})
		return m
	}
	m.waits = true
	change := picture.Change{Kind: picture.Blocks, From: -1, On: recording.On(c.names, rest), File: m.file, Line: m.line}
	if inside {
		change.File, change.Line = base(at.File), at.Line
	}
	c.change(m, change)
	return m
}

// entered takes in which function the check has called.
func (m *member) entered(n names.Names, all []stacks.Frame) {
	m.inside = true
	const most = 4 // more than one are of no use
	for i := len(all) - 1; i >= 0; i-- {
		if n.Learner(all[i]) {
			name := recording.Function(all[i].Func)
			for _, known := range m.calls {
				if known == name {
					return
				}
			}
			if len(m.calls) < most {
				m.calls = append(m.calls, name)
			}
			return
		}
	}
}

// change adds what became of a member.
func (c *crowd) change(m *member, change picture.Change) {
	change.Goroutine, change.File = m.index, safe(change.File)
	delete(c.woke, m)
	c.add(change)
}

func (c *crowd) add(change picture.Change) {
	if len(c.changes) >= picture.MaxEvents {
		c.left++
		return
	}
	c.changes = append(c.changes, change)
}

// flow is what was taken in.
func (c *crowd) flow() picture.Flow {
	f := picture.Flow{Changes: c.changes, Left: c.left}
	for _, m := range c.order {
		g := steps.Goroutine{Name: recording.Name(m.called, m.file, m.line, m.calls, m.tasks), By: -1, File: safe(m.file), Line: m.line}
		if m.by != nil {
			g.By = m.by.index
		}
		f.Goroutines = append(f.Goroutines, g)
	}
	recording.TellApart(f.Goroutines)
	return f
}
