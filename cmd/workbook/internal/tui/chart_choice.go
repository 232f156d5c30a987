package tui

import (
	"slices"

	"workbook/cmd/workbook/internal/wording"
	"workbook/grader/picture"
)

// worst is the lane to look at first: who panicked and took the process along, whoever waits to
// the end and is named in the message, somebody else who waits, or else who panicked: that may
// be what a check asks for. Where there is nobody of these, it is the lane that tells most.
func worst(p *picture.Picture) int {
	const among = 6
	tells, named := p.Telling(among), p.Named()
	panicked := func(lane int) bool { return p.Lanes[lane].Fate == picture.Panicked }
	waits := func(lane int) bool { return stuck(p.Lanes[lane]) }
	if lane := lastPanic(p); lane >= 0 {
		return lane
	}
	for _, look := range []struct {
		lanes []int
		is    func(lane int) bool
	}{{named, waits}, {calls(p, tells), waits}, {tells, waits}, {named, panicked}, {tells, panicked}} {
		if i := slices.IndexFunc(look.lanes, look.is); i >= 0 {
			return look.lanes[i]
		}
	}
	if tells = p.Telling(1); len(tells) > 0 {
		return tells[0]
	}
	return 0
}

// stuck reports whether a lane waits to the end for what somebody wonders at.
func stuck(l picture.Lane) bool {
	return l.Fate == picture.Stuck && (len(l.Spans) == 0 || !wording.AtRest(l.Spans[len(l.Spans)-1]))
}

// calls are those of the lanes that the check has called, the last first: with that it went no
// further.
func calls(p *picture.Picture, lanes []int) []int {
	all := slices.DeleteFunc(slices.Clone(lanes), func(lane int) bool {
		l := p.Lanes[lane]
		return l.Kind != picture.Goroutine || l.By >= 0
	})
	slices.Reverse(all)
	return all
}

// lastPanic is the lane with whose panic the run is over: nobody goes on after it, for the
// process is gone. -1: there is none.
func lastPanic(p *picture.Picture) int {
	for i := len(p.Events) - 1; i >= 0 && p.Events[i].Kind != picture.GoesOn; i-- {
		if e := p.Events[i]; e.Kind == picture.Breaks && p.Lanes[e.Lane].Fate == picture.Panicked {
			return e.Lane
		}
	}
	return -1
}
