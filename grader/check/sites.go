package check

import (
	"bytes"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync/atomic"

	"workbook/grader/check/internal/chain"
	"workbook/grader/check/internal/kit"
	"workbook/grader/internal/trace"
)

// A failure about a connection can often name the line that made it: the Write of
// the byte that is wrong, the Close that came too early, the Read whose error nobody
// looked at. So each call of the learner's code is noted with the line it came from.

// A site is where the learner's code was when it called the kit.
type site struct {
	pcs   [24]uintptr // innermost first
	n     int
	start trace.Frame   // the go statement, where no frame is the learner's
	chain uint64        // by which the same place is known again; 0 is unknown
	at    atomic.Uint64 // the last call from there: counts the calls of a check
}

// here is the site of the calling goroutine.
func (c *C) here() *site {
	s := &site{}
	s.at.Store(c.sites.Add(1))
	s.n = runtime.Callers(2, s.pcs[:])
	return s
}

// frame is the learner's line, if it is known.
func (s *site) frame() (trace.Frame, bool) {
	if s == nil {
		return trace.Frame{}, false
	}
	frames := runtime.CallersFrames(s.pcs[:s.n])
	for more := s.n > 0; more; {
		var f runtime.Frame
		f, more = frames.Next()
		if g := (trace.Frame{Func: f.Function, File: f.File, Line: f.Line}); kit.IsLearner(g) {
			return g, true
		}
	}
	return s.start, !s.start.Zero()
}

// knownTo reports whether a frame is the learner's. To ask of an address what function
// it is in is dear, and thousands of connections are served from the same few.
func (s *site) knownTo(c *C) bool {
	for _, pc := range s.pcs[:s.n] {
		v, ok := c.places.Load(pc)
		if !ok {
			_, own := (&site{pcs: [24]uintptr{pc}, n: 1}).frame()
			v, _ = c.places.LoadOrStore(pc, own)
		}
		if v.(bool) {
			return true
		}
	}
	return false
}

// position is frame for a [Mistake]; zero when it is not known.
func (s *site) position() Position {
	f, _ := s.frame()
	return kit.PositionOf(f)
}

// A lastSite is the site of the last call of one kind.
type lastSite struct{ p atomic.Pointer[site] }

// note makes the caller the last one. The go statement is looked for once: that is
// dear, and the next call of the kind will be by the same goroutine, or by another one
// that a statement like it has started.
func (l *lastSite) note(c *C) {
	from, before := chain.Calls(), l.p.Load()
	if before != nil && from != 0 && before.chain == from {
		before.at.Store(c.sites.Add(1))
		return
	}
	s := c.here()
	s.chain = from
	if before != nil {
		s.start = before.start
	} else if !s.knownTo(c) {
		s.start = started()
	}
	l.p.Store(s)
}

func (l *lastSite) get() *site { return l.p.Load() }

// later is the one of two calls that came after the other.
func later(a, b *site) *site {
	if a == nil || b != nil && b.at.Load() > a.at.Load() {
		return b
	}
	return a
}

// used is the learner's last call of Read or Write on the connection, or else where it
// was accepted.
func (k *link) used() Position {
	if s := later(k.reads.get(), k.writes.get()); s != nil {
		return s.position()
	}
	return k.acceptedAt.get().position()
}

// wrote is the last Write.
func (k *link) wrote() Position {
	if s := k.writes.get(); s != nil {
		return s.position()
	}
	return k.used()
}

// wentOn is the last Write when it failed and was followed by a Read, as if nothing had
// happened; else the zero Position.
func (k *link) wentOn() Position {
	wrote, read := k.writes.get(), k.reads.get()
	if wrote == nil || read == nil || read.at.Load() < wrote.at.Load() || !k.writeFails.lastFailed() {
		return Position{}
	}
	return wrote.position()
}

// ended is where the connection was closed, and its last use. Close is mostly called
// as a deferred function: then the first is where the function ends that deferred it,
// and the grader, who has the source, sees that and says the second.
func (k *link) ended() (at, near Position) {
	near = k.used()
	if k.look(func() bool { return k.timedOut }) {
		if p := k.limits.get().position(); p != (Position{}) {
			return p, near
		}
	}
	return k.closes.get().position(), near
}

// WroteAt is the line of the learner's code that wrote to the client last, or else
// read from it, or accepted it; the zero Position when it is not known.
func (a *Conn) WroteAt() Position { return a.k.wrote() }

// UsedAt is the same for the last Read or Write, whichever came later.
func (a *Conn) UsedAt() Position { return a.k.used() }

// ClosedAt is the line of the learner's code that closed the connection.
func (a *Conn) ClosedAt() Position { return a.k.closes.get().position() }

// ClosedAt is the line of the learner's code that closed the listener; the zero
// Position when that did not, or it is not known.
func (l *Listener) ClosedAt() Position { return l.closes.get().position() }

// whoClosed says it in a sentence.
func (l *Listener) whoClosed() string {
	if p := l.ClosedAt(); p != (Position{}) {
		return fmt.Sprintf("your code closed the listener at %s:%d", p.File, p.Line)
	}
	return "the listener was closed"
}

// started is the go statement of the calling goroutine, if it is the learner's.
func started() trace.Frame {
	text := debug.Stack()
	// Only the end of it is of interest.
	if i := bytes.LastIndex(text, []byte("\ncreated by ")); i >= 0 {
		head, _, _ := bytes.Cut(text, []byte("\n"))
		text = append(append(bytes.Clone(head), '\n'), text[i+1:]...)
	}
	gs := trace.ParseGoroutines(text)
	if len(gs) == 0 || !kit.IsLearner(gs[0].CreatedBy) {
		return trace.Frame{}
	}
	return gs[0].CreatedBy
}
