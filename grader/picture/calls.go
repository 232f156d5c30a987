package picture

import (
	"slices"

	"workbook/grader/report"
	"workbook/grader/steps"
)

// called is the lane of a call of the check. What is told of a call that was begun is of that
// one, though its goroutine may have ended meanwhile.
func (w *walk) called(name string, begins bool) (lane int, known bool) {
	if !begins {
		if lane, known = w.returning(name); !known {
			lane, known = w.callee(name)
		}
		if known {
			delete(w.begun, lane)
			w.done[lane] = true
		}
		return lane, known
	}
	if lane, known = w.callee(name); known {
		w.calls[name], w.begun[lane] = lane, true
	}
	return lane, known
}

// returning is the lane of the call of a name that can have returned: the last one, unless it
// waits and an earlier one does not.
func (w *walk) returning(name string) (lane int, known bool) {
	if lane, known = w.calls[name]; !known || !w.waits(lane) {
		return lane, known
	}
	for g := range w.run.Goroutines {
		if l := w.lanes[g]; w.begun[l] && base(w.run.Goroutines[g].Name) == name && !w.waits(l) {
			return l, true
		}
	}
	return lane, known
}

func (w *walk) waits(lane int) bool {
	state, there := w.d.is(lane)
	return there && state == Waits
}

// callee is the goroutine on which the check calls a name: the last that is there and has had
// no call, or else the first that will be. Where there is none, the calls of a name have one
// goroutine, which is the last that is there, or that was. That a call has returned is told
// before its goroutine ends, and so is the call after it.
func (w *walk) callee(name string) (lane int, known bool) {
	fresh, next, there, last := -1, -1, -1, -1
	for g := range w.run.Goroutines {
		l := w.lanes[g]
		if base(w.run.Goroutines[g].Name) != name || w.begun[l] {
			continue
		}
		switch state := w.now[g].State; {
		case state == steps.Ended:
			last = l
		case w.done[l]:
			there = l
		case state != "":
			fresh = l
		case next < 0:
			next = l
		}
	}
	for _, l := range []int{fresh, next, there, last} {
		if l >= 0 {
			return l, true
		}
	}
	return -1, false
}

// told draws what a moment says of the goroutine of a call: it is there once it is called, and
// no longer than to its return. A record tells of both only with the next step.
func (w *walk) told(lane int, m report.Moment) {
	switch g := slices.Index(w.lanes, lane); {
	case g < 0:
	case m.Kind == report.Spawned:
		if _, there := w.d.is(lane); !there {
			w.d.becomes(lane, Span{State: Ready})
		}
	case m.Kind == report.Joined && m.Note == returned && g == w.runs:
		w.returns(g, w.d.p.Events[len(w.d.p.Events)-1])
	}
}

// returned is what the kit notes of a call that has not panicked (package check).
const returned = "returned"

// returns ends the goroutine that took the last step, at an event.
func (w *walk) returns(g int, at Event) {
	if _, there := w.d.is(w.lanes[g]); !there || w.now[g].State == steps.Ended {
		return
	}
	w.d.event(Event{Lane: w.lanes[g], Kind: Ends, AtUS: at.AtUS, From: -1, Step: at.Step})
	w.d.ends(w.lanes[g], Over)
	w.now[g] = steps.Place{Goroutine: g, State: steps.Ended}
}

// before is how many events of step i came before it, which only those of the first can. Who
// is there when the step begins has not returned, and who is not was called later.
func (w *walk) before(i int) int {
	s := w.run.Steps[i]
	if i > 0 {
		return 0
	}
	there := func(name string) (is, known bool) {
		for g := range w.run.Goroutines {
			if base(w.run.Goroutines[g].Name) == name {
				known = true
				is = is || g == s.Goroutine || slices.ContainsFunc(s.Changed, func(p steps.Place) bool { return p.Goroutine == g && p.State != steps.Ended })
			}
		}
		return is, known
	}
	for n, m := range s.Events {
		switch is, known := there(m.Who); {
		case !known:
		case m.Kind == report.Spawned && !is, m.Kind == report.Joined && is:
			return n
		}
	}
	return len(s.Events)
}

// comesBack ends, where the check calls something else in step i, a call that it made on its
// own goroutine, of which it tells nothing, and which is over when the next step begins.
func (w *walk) comesBack(i int) {
	if !w.known(w.runs) || w.run.Goroutines[w.runs].By >= 0 || w.begun[w.lanes[w.runs]] {
		return
	}
	next := w.run.End
	if i+1 < len(w.run.Steps) {
		next = w.run.Steps[i+1].Changed
	}
	if slices.ContainsFunc(next, func(p steps.Place) bool { return p.Goroutine == w.runs && p.State == steps.Ended && p.File == "" }) {
		w.returns(w.runs, Event{AtUS: w.time(i), Step: i})
	}
}
