package tracing

import (
	"fmt"
	"math"
	"strings"

	"golang.org/x/exp/trace"

	stacks "workbook/grader/internal/trace"
	"workbook/grader/report"
)

// frames are those of a stack, the innermost first.
func frames(s trace.Stack) []stacks.Frame {
	var all []stacks.Frame
	for f := range s.Frames() {
		all = append(all, stacks.Frame{Func: f.Func, File: f.File, Line: int(min(f.Line, math.MaxInt32))})
	}
	return all
}

// resting is a goroutine that rests for a reason, as a dump of the runtime's shows it. It is
// false where the runtime has work with the goroutine, which goes on by itself.
func resting(reason string, all []stacks.Frame) (stacks.Goroutine, bool) {
	state := reason
	switch reason {
	case "sync":
		state = locked(all)
	case "sync.(*Cond).Wait":
		state = "sync.Cond.Wait"
	case "network":
		state = "IO wait"
	case "forever":
		state = forever(all)
	case "chan send", "chan receive", "select", "sleep":
	case "synctest":
		state = "synctest.Wait"
	default:
		return stacks.Goroutine{}, false
	}
	g, _ := stacks.Header(fmt.Sprintf("goroutine 1 [%s]:", state))
	// A dump does not show the runtime's own frames.
	g.Frames = all
	for len(g.Frames) > 0 && strings.HasPrefix(g.Frames[0].Func, "runtime.") {
		g.Frames = g.Frames[1:]
	}
	return g, g.Blocked()
}

// locks are the functions of package sync that wait, and what a dump says of them.
var locks = []struct{ function, state string }{
	{"sync.(*RWMutex).Lock", "sync.RWMutex.Lock"}, // before the Mutex that is part of it
	{"sync.(*RWMutex).RLock", "sync.RWMutex.RLock"},
	{"sync.(*WaitGroup).Wait", "sync.WaitGroup.Wait"},
	{"sync.(*Mutex).Lock", "sync.Mutex.Lock"},
}

func locked(all []stacks.Frame) string {
	for _, l := range locks {
		for _, f := range all {
			if f.Func == l.function {
				return l.state
			}
		}
	}
	return "semacquire"
}

// forever is which of the waits it is that nothing can end.
func forever(all []stacks.Frame) string {
	for _, f := range all {
		switch {
		case strings.HasPrefix(f.Func, "runtime.chansend"):
			return "chan send (nil chan)"
		case strings.HasPrefix(f.Func, "runtime.chanrecv"):
			return "chan receive (nil chan)"
		}
	}
	return "select (no cases)"
}

// safe makes a text one that can be shown.
func safe(s string) string { return report.Cut(report.OneLine(s), 200) }

// base is a file's name without its folder.
func base(file string) string { return file[strings.LastIndexAny(file, `/\`)+1:] }
