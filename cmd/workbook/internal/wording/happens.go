package wording

import (
	"slices"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/grader/picture"
	"workbook/grader/report"
	"workbook/grader/steps"
)

// waits are what goroutines are known to wait for, as a record has it. Others are said as
// they are.
var waits = [...]string{
	tr.Mark("to receive from a channel"), tr.Mark("to receive from a nil channel, for ever"),
	tr.Mark("to send on a channel"), tr.Mark("to send on a nil channel, for ever"),
	tr.Mark("in a select"), tr.Mark("in an empty select, for ever"), tr.Mark("for a lock"),
	tr.Mark("to lock a sync.Mutex"), tr.Mark("to lock a sync.RWMutex"), tr.Mark("to read-lock a sync.RWMutex"),
	tr.Mark("in an iterator"), tr.Mark("for input or output"), tr.Mark("for a semaphore"),
}

// Waits says that somebody waits, and for what: "waits to receive from a channel".
func Waits(on string) string {
	if on == "" {
		return tr.T("waits")
	}
	return tr.T("waits %s", tr.Text(on))
}

// Does says what somebody does in a span, and where: "waits for a lock at echo.go:30". It
// follows a name.
func Does(s picture.Span) string {
	if s.State == picture.Waits {
		return within(Waits(s.On), s.File, s.Line, s.In)
	}
	return State(s.State)
}

// State says what a state is, of a legend or after a name.
func State(s picture.State) string {
	switch s {
	case picture.Runs:
		return tr.T("is running")
	case picture.Ready:
		return tr.T("could run, while another does")
	case picture.Waits:
		return tr.T("waits")
	case picture.Queues:
		return tr.T("waits in the queue")
	case picture.Idle:
		return tr.T("is connected")
	case picture.Asks:
		return tr.T("waits for its answer")
	case picture.Works:
		return tr.T("works")
	case picture.Opens:
		return tr.T("is open")
	}
	return string(s)
}

// Ends says how a lane with a fate ends; it is empty of who is still going.
func Ends(f picture.Fate) string {
	switch f {
	case picture.Over:
		return tr.T("ends")
	case picture.Panicked:
		return tr.T("panics")
	case picture.ByServer:
		return tr.T("is closed by the server")
	case picture.Stuck:
		return tr.T("never ends")
	}
	return ""
}

// Event says what happened.
func Event(p *picture.Picture, event int) string {
	e := p.Events[event]
	who, from := Name(p, e.Lane), ""
	if e.From >= 0 && e.From != e.Lane {
		from = Name(p, e.From)
	}
	switch e.Kind {
	case picture.GoesOn:
		return within(tr.T("%s goes on", who), e.File, e.Line, e.In)
	case picture.Made:
		if from != "" {
			return tr.T("%s starts %s", from, who)
		}
		return tr.T("%s begins", who)
	case picture.Woken:
		if from != "" {
			return tr.T("%s wakes %s", from, who)
		}
		return tr.T("%s need not wait any more", who)
	case picture.Joined:
		if from != "" {
			return tr.T("%s need not wait any more, as %s ends", who, from)
		}
		return tr.T("%s need not wait any more", who)
	case picture.Blocks:
		return within(who+" "+Waits(e.Note), e.File, e.Line, e.In)
	case picture.Ends:
		return tr.T("%s ends", who)
	case picture.Breaks:
		who = within(tr.T("%s panics", who), e.File, e.Line, e.In)
		if e.Note == "" {
			return who
		}
		return who + ": " + e.Note
	case picture.Prints:
		return tr.T("printed: %s", e.Note)
	case picture.Calls:
		return within(tr.T("%s calls %s", who, e.Note), e.File, e.Line, e.In)
	case picture.TaskBegins, picture.TaskEnds, picture.TaskPanics, picture.TaskExits:
		return deed(who, steps.DeedKind(e.Kind), e.Note)
	case picture.Notes:
		if p.Lanes[e.Lane].Name == "" && e.Note != "" {
			return e.Note
		}
		if p.Lanes[e.Lane].Kind == picture.Goroutine {
			return deed(who, steps.TaskNotes, e.Note)
		}
	}
	return moment(report.MomentKind(e.Kind), who, e.Note)
}

// Deed says what a function of the check did on a goroutine of the submission.
func Deed(who string, d steps.Deed) string { return deed(who, d.Kind, report.OneLine(d.Text)) }

func deed(who string, kind steps.DeedKind, text string) string {
	switch {
	case kind == steps.TaskNotes:
		return who + " " + text
	case kind == steps.TaskBegins && own(who, text):
		return tr.T("%s begins its work", who)
	case kind == steps.TaskBegins:
		return tr.T("%s calls %s", who, text)
	case kind == steps.TaskPanics && own(who, text):
		return tr.T("the function of %s panics", who)
	case kind == steps.TaskPanics:
		return tr.T("%s: %s panics", who, text)
	case kind == steps.TaskExits && own(who, text):
		return tr.T("the function of %s calls runtime.Goexit", who)
	case kind == steps.TaskExits:
		return tr.T("%s: %s calls runtime.Goexit", who, text)
	case own(who, text):
		return tr.T("%s has done its work", who)
	}
	return tr.T("%s comes back from %s", who, text)
}

// own reports whether a goroutine is called like what it runs.
func own(who, task string) bool { return strings.TrimSuffix(who, nth(who)) == task }

// Told says what happened, and of a wait that never ended that it did not.
func Told(p *picture.Picture, event int) string {
	said := Event(p, event)
	l := p.Lanes[p.Events[event].Lane]
	if l.Fate != picture.Stuck || len(l.Spans) == 0 {
		return said
	}
	last := l.Spans[len(l.Spans)-1]
	switch {
	case last.From != event || AtRest(last) || forEver(last):
		return said
	case p.Events[event].Kind == picture.Blocks:
		return tr.T("%s, to the end", said)
	case last.State == picture.Works:
		return tr.T("%s, and is not over at the end", said)
	}
	return tr.T("%s, and %s to the end", said, Does(last))
}

// AtRest reports whether a wait is one that nobody wonders at: a server waits for clients.
func AtRest(s picture.Span) bool { return s.State == picture.Waits && strings.Contains(s.On, "Accept") }

// Stands says what a lane does right after an event; it is empty where the lane is not there
// yet, or not any more.
func Stands(p *picture.Picture, lane, event int) string {
	s, there := p.At(lane, event)
	if !there {
		return ""
	}
	said := Name(p, lane) + " " + Does(s)
	if s.State != picture.Queues {
		return said
	}
	if by := keeps(p, event); by >= 0 {
		if at, there := p.At(by, event); there {
			return said + ": " + Name(p, by) + " " + Does(at)
		}
	}
	return said
}

// keeps is the goroutine because of which clients stay in the queue: the one that waited in
// Accept last, if it does something else now.
func keeps(p *picture.Picture, event int) int {
	for i := min(event, len(p.Events)-1); i >= 0; i-- {
		e := p.Events[i]
		if e.Kind != picture.Blocks || !strings.Contains(e.Note, "Accept") {
			continue
		}
		if s, there := p.At(e.Lane, event); there && !strings.Contains(s.On, "Accept") {
			return e.Lane
		}
		return -1
	}
	return -1
}

// Fate says how a lane ended where that is worth a word; it is empty where it is over as it
// should be.
func Fate(p *picture.Picture, lane int) string {
	l := p.Lanes[lane]
	switch {
	case l.Fate == picture.Panicked:
		return tr.T("panics")
	case len(l.Spans) == 0:
	case l.Unanswered:
		return tr.T("closed by the server, without its answer")
	case l.Fate == picture.ByServer && p.Verdict.Failed():
		return tr.T("closed by the server")
	case l.Fate == picture.Going && l.Kind == picture.Goroutine && taken(p):
		return tr.T("gone with the process")
	case l.Fate == picture.Going && l.Kind == picture.Goroutine && p.Verdict == report.Memory:
		return tr.T("at work when the memory was full")
	case stillGoing(p, l):
		if !hasRun(l) {
			return tr.T("has not run by the end")
		}
		return tr.T("still at work at the end")
	case l.Fate == picture.Stuck && l.Spans[len(l.Spans)-1].State == picture.Works:
		return tr.T("is not over at the end") // whether it works or waits is not known
	case l.Fate == picture.Stuck, l.Fate == picture.Going && l.Kind == picture.Client && p.Verdict.Failed():
		last := l.Spans[len(l.Spans)-1]
		last.In = "" // it stands beside lanes, where there is little room
		if forEver(last) {
			return Does(last)
		}
		return tr.T("%s, to the end", Does(last))
	}
	return ""
}

// forEver reports whether the words of a wait say already that it never ends.
func forEver(s picture.Span) bool { return strings.HasSuffix(s.On, "ever") }

// ShortFate is [Fate] where that has no room: an arrow at the end of a lane says already
// that it goes on, and a sign who has closed it.
func ShortFate(p *picture.Picture, lane int) string {
	l := p.Lanes[lane]
	switch {
	case l.Fate == picture.Panicked, len(l.Spans) == 0:
	case l.Unanswered:
		return tr.T("closed without answer")
	case l.Fate == picture.Stuck, l.Fate == picture.Going && l.Kind == picture.Client && p.Verdict.Failed():
		if last := l.Spans[len(l.Spans)-1]; last.State != picture.Works {
			return Does(last)
		}
	case stillGoing(p, l) && hasRun(l):
		return tr.T("still at work")
	}
	return Fate(p, lane)
}

// stillGoing reports whether a goroutine could have gone on when the check failed, and
// nothing else ended it.
func stillGoing(p *picture.Picture, l picture.Lane) bool {
	return l.Fate == picture.Going && l.Kind == picture.Goroutine && p.Verdict.Failed() &&
		p.Verdict != report.Memory && !taken(p)
}

// hasRun reports whether a goroutine came to do anything.
func hasRun(l picture.Lane) bool {
	return slices.ContainsFunc(l.Spans, func(s picture.Span) bool {
		return s.State == picture.Runs || s.State == picture.Waits
	})
}

// taken reports whether a panic has ended the process, and everybody with it.
func taken(p *picture.Picture) bool {
	const last = 4 // events: the panic, who was told of it, and where it was
	for _, e := range p.Events[max(len(p.Events)-last, 0):] {
		if e.Kind == picture.Breaks && p.Lanes[e.Lane].Fate == picture.Panicked && p.Verdict.Failed() {
			return true
		}
	}
	return false
}

// Seen says what the world saw during a step, and what functions of the check did in it.
func Seen(run *steps.Run, s steps.Step) []string {
	var all []string
	for _, h := range run.Happened(s) {
		switch d := h.Deed; {
		case d == nil:
			all = append(all, Moment(*h.Event))
		case d.Goroutine >= 0 && d.Goroutine < len(run.Goroutines):
			all = append(all, Deed(run.Goroutines[d.Goroutine].Name, *d))
		}
	}
	return all
}
