package outside

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"workbook/grader/internal/trace"
)

// sureHeld is in how many dumps in a row a process must rest that would otherwise be
// taken for one that dies.
const sureHeld = 4

// lives reports whether the process is there and will be: a goroutine that panics
// runs its deferred calls, which may close a connection, before the process dies.
// When a deferred call waits, and all else in the process does too, it is not dying
// before somebody else does something. A process of which nothing was seen in time is
// there as far as anybody knows, and is not certain to be.
func (s *Subject) lives(patience time.Duration) (there, certain bool) {
	held, before := 0, ""
	for end := time.Now().Add(patience); ; {
		gs := s.dump()
		if s.gone() {
			return false, true
		}
		panicking := slices.DeleteFunc(slices.Clone(gs), func(g trace.Goroutine) bool { return !panics(g) })
		if len(gs) > 0 && len(panicking) == 0 && !s.look(func() bool { return s.panics }) {
			return true, true
		}
		now := resting(gs)
		if held++; now == "" || now != before || len(panicking) == 0 {
			held = 0
		}
		before = now
		if held >= sureHeld {
			return true, true
		}
		if time.Now().After(end) {
			return true, len(gs) > 0
		}
		s.awaitFor(10*time.Millisecond, s.gone)
	}
}

// panics reports whether the goroutine does, and runs a deferred call.
func panics(g trace.Goroutine) bool {
	return slices.ContainsFunc(g.Frames, func(f trace.Frame) bool { return f.Func == "panic" })
}

// resting says where the goroutines of a dump are when every one is blocked, but for
// those that took the dump and listen to the referee; or nothing.
func resting(gs []trace.Goroutine) string {
	var b strings.Builder
	for _, g := range gs {
		if slices.ContainsFunc(g.Frames, ofSubject) {
			continue
		}
		if !g.Blocked() {
			return ""
		}
		fmt.Fprintln(&b, g.ID, g.State, g.Frames)
	}
	return b.String()
}
