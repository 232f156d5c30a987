package panictest

import (
	"fmt"
	"path"
	"runtime"
	"strings"
)

// A Fall is a panic some calls deep, and what a stack must show of the way there.
type Fall struct {
	Value any
	Panic func() // what panics in its stead, if it is not nil
	way   []call // from the function that panicked to the beginning of its goroutine
}

// A call is a frame of a stack.
type call struct{ function, place string }

// deep is how far [Fall.Deep] falls. Longer stacks than 100 calls are printed by Go
// with a gap; with what calls Deep and what recovers, this stays below.
const deep = 72

// Deep panics with f.Value some calls below its caller. Its stack is longer than
// the buffers of 4, 8 and 16 KiB that people copy from each other, and has calls of the
// standard library on it.
func (f *Fall) Deep() { f.carryAllThePlatesUpToTheGuests(deep, "left", "right", "head", "tail") }

// A name as long as that and ten words of arguments, which a stack prints: few calls
// are many bytes.
//
//go:noinline
func (f *Fall) carryAllThePlatesUpToTheGuests(levels int, a, b, c, d string) {
	if levels > 0 {
		f.carryAllThePlatesUpToTheGuests(levels-1, b, c, d, a)
		return
	}
	strings.Map(f.serve, "plates")
}

//go:noinline
func (f *Fall) serve(rune) rune {
	f.dropPlates()
	return -1
}

//go:noinline
func (f *Fall) dropPlates() {
	if f.Panic != nil {
		f.note(here() + 1)
		f.Panic()
	}
	f.note(here() + 1)
	panic(f.Value)
}

// note remembers the stack of its caller, which is about to panic in that line.
func (f *Fall) note(line int) {
	var pcs [128]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	for f.way = nil; ; line = 0 {
		frame, more := frames.Next()
		if line > 0 {
			frame.Line = line
		}
		if !strings.HasPrefix(frame.Function, "runtime.") {
			f.way = append(f.way, call{frame.Function, fmt.Sprintf("%s:%d", frame.File, frame.Line)})
		}
		if !more {
			return
		}
	}
}

// here is the line that calls it.
func here() int {
	_, _, line, _ := runtime.Caller(1)
	return line
}

// Fell reports whether there was a panic.
func (f *Fall) Fell() bool { return f.way != nil }

// Calls is how many calls there are from the panic to the beginning of the goroutine.
func (f *Fall) Calls() int { return len(f.way) }

// Place is the function that panicked, and the line.
func (f *Fall) Place() string { return f.way[0].String() }

func (a call) String() string {
	return fmt.Sprintf("%s at %s", a.function[strings.LastIndex(a.function, "/")+1:], path.Base(a.place))
}

// Shown is how many of the calls a text shows, in their order, as debug.Stack prints
// them, and the first one that it does not. What else the text holds does not matter.
// It is all of them and empty for a whole stack.
func (f *Fall) Shown(text string) (shown int, missing string) {
	for i, a := range f.way {
		for _, part := range []string{a.function + "(", a.place} {
			_, after, ok := strings.Cut(text, part)
			// A line number that is cut off in the middle is another line number.
			if !ok || part == a.place && (after == "" || after[0] >= '0' && after[0] <= '9') {
				return i, a.String()
			}
			text = after
		}
	}
	if !strings.Contains(text, "created by ") {
		return len(f.way), "created by, where the goroutine was started"
	}
	return len(f.way), ""
}
