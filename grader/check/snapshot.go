package check

import (
	"bytes"
	"runtime"
	"sync"

	"workbook/grader/internal/trace"
)

// A snapshot is what every goroutine of the process did at one moment: the
// runtime stops the world to take it. So a single snapshot in which every other
// goroutine of the bubble is blocked proves that none of them will run again
// before the caller does something.
type snapshot struct {
	text []byte
	buf  *[]byte
}

var buffers = sync.Pool{New: func() any { return new([]byte) }}

func takeSnapshot() snapshot {
	buf := buffers.Get().(*[]byte)
	// Each try stops the world: start with what is probably enough.
	size := max(64<<10, len(*buf), 1500*runtime.NumGoroutine())
	for {
		if size > len(*buf) {
			*buf = make([]byte, size)
		}
		if n := runtime.Stack(*buf, true); n < len(*buf) {
			return snapshot{text: (*buf)[:n], buf: buf}
		}
		size *= 2
	}
}

// release gives the snapshot's memory to the next one. The snapshot must not be
// used any more.
func (s snapshot) release() {
	if s.buf != nil {
		buffers.Put(s.buf)
	}
}

// goroutines gives every goroutine of the process, the caller's first.
func goroutines() []trace.Goroutine {
	s := takeSnapshot()
	defer s.release()
	return s.parse()
}

// parse gives every goroutine of the process, the caller's first.
func (s snapshot) parse() []trace.Goroutine { return trace.ParseGoroutines(s.text) }

// headers calls f for every goroutine, without its frames.
func (s snapshot) headers(f func(trace.Goroutine) bool) {
	rest := s.text
	for len(rest) > 0 {
		line, after, _ := bytes.Cut(rest, []byte("\n"))
		if g, ok := trace.Header(string(line)); ok && !f(g) {
			return
		}
		_, rest, _ = bytes.Cut(after, []byte("\n\n"))
	}
}

// rests says what the goroutines of a bubble other than the caller do.
type rests struct {
	all     bool // every one is blocked
	durable bool // and each so that synctest takes it for blocked, too
	strays  bool // a goroutine in no bubble is at work, and may belong to this one
}

func (s snapshot) rests(bubble int) rests {
	r := rests{all: true, durable: true}
	first := true
	s.headers(func(g trace.Goroutine) bool {
		if first { // the caller
			first = false
			return true
		}
		if g.Bubble != bubble {
			r.strays = r.strays || g.Bubble == 0 && atWork(g)
			return true
		}
		r.all = r.all && g.Blocked()
		r.durable = r.durable && g.Durable
		return r.all
	})
	return r
}

// atWork reports whether a goroutine that is in no bubble may be one that soon goes
// on in its bubble: the runtime takes a goroutine out of its bubble while it starts
// a garbage collection, for which it waits on a semaphore, or helps with one (gcStart
// in runtime/mgc.go, gcAssistAlloc in runtime/mgcmark.go). To synctest it runs all
// the while.
func atWork(g trace.Goroutine) bool {
	switch g.State {
	case "syscall": // signals are waited for there
		return false
	case "trace reader (blocked)": // what package kit's tracer has begun
		return false
	case "semacquire":
		return true
	}
	return !g.Blocked()
}

// heldOutside reports whether what a goroutine of the bubble waits for may come
// from outside of it: locks inside the standard library are shared by the whole
// process, the machine's clock is asked over there, and see [atWork].
func (s snapshot) heldOutside(bubble int) bool {
	for i, g := range s.parse() {
		switch {
		case i == 0: // the caller
		case g.Bubble == bubble:
			if waitsForClock(g) {
				return true
			}
		case atWork(g):
			return true
		}
	}
	return false
}

// self is the calling goroutine, without its frames.
func self() trace.Goroutine {
	var buf [128]byte
	line, _, _ := bytes.Cut(buf[:runtime.Stack(buf[:], false)], []byte("\n"))
	g, _ := trace.Header(string(line))
	return g
}
