package check

import (
	"bytes"
	"fmt"
	"net"
	"slices"

	"workbook/grader/check/internal/kit"
	"workbook/grader/report/outcome"
)

// A Conn is a client's end of an in-memory connection. The client's machine takes
// what the server sends at once, unless [Conn.StopReading] was called; the
// check takes it from there with Expect.
//
// A method with a sentence fails the check with it, and with what came instead.
type Conn struct {
	c *C
	k *link
}

// Dial connects a client of that name. The connection waits in the listener's
// queue until it is accepted, as in a TCP backlog; the client may send already.
func (l *Listener) Dial(name string) *Conn {
	l.c.alive()
	l.mu.Lock()
	l.dialed++
	k := newLink(l, name, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 40000 + l.dialed})
	closed := l.closed
	if closed {
		k.reset, k.refused = true, true
	} else {
		l.queue = append(l.queue, k)
	}
	l.wake.Signal()
	l.mu.Unlock()
	a := &Conn{c: l.c, k: k}
	l.c.base.AtEnd(a.close)
	note := ""
	if closed {
		note = "refused: the listener is closed"
	}
	l.c.Mark(outcome.ClientDialed, k.lane, note)
	l.c.happened()
	return a
}

// Name is the client's name.
func (a *Conn) Name() string { return a.k.name }

// Send sends b. It does not wait for the server, unless the listener has a
// [Buffer]: then it waits for room, and fails the check when there never is.
func (a *Conn) Send(b []byte) {
	a.c.alive()
	a.c.Mark(outcome.FirstByte, a.k.lane, kit.CountOf(len(b), "byte"))
	a.k.look(func() bool { a.k.sent.Add(b); return true })
	if !a.k.ln.choked {
		a.k.change(func() { a.deliver(b) })
		return
	}
	for len(b) > 0 {
		room := 0
		k := a.k
		if !a.c.want("", func() bool {
			return k.look(func() bool {
				room = k.ln.buffer - len(k.toServer)
				return room > 0 || k.deaf()
			})
		}) {
			a.never(fmt.Sprintf("%s cannot send any more: the server does not read.", kit.Upper(k.name)))
		}
		n := min(max(room, 1), len(b))
		k.change(func() { a.deliver(b[:n]) })
		b = b[n:]
	}
}

// deliver puts b where the server reads it, unless the server is gone.
func (a *Conn) deliver(b []byte) {
	k := a.k
	if k.deaf() {
		return
	}
	if len(k.toServer) == 0 {
		k.toServer = k.room[:0]
	}
	had := cap(k.toServer)
	if k.toServer = append(k.toServer, b...); cap(k.toServer) != had {
		k.room = k.toServer
	}
	k.delivered += len(b)
}

// deaf reports, under the lock, whether what a client sends goes nowhere.
func (k *link) deaf() bool { return k.reset || k.serverEnd || k.clientEOF }

// CloseWrite closes the client's writing side: the server reads EOF after what
// was sent, and can still write.
func (a *Conn) CloseWrite() {
	a.c.alive()
	a.k.change(func() { a.k.clientEOF = true })
	a.c.Mark(outcome.Closed, a.k.lane, "finished sending")
}

// Close closes both directions: the server reads EOF after what was sent, and its
// writes fail.
func (a *Conn) Close() {
	a.c.alive()
	a.close()
	a.c.Mark(outcome.Closed, a.k.lane, "closed by the client")
}

func (a *Conn) close() {
	a.k.change(func() { a.k.clientEOF, a.k.clientGone = true, true })
}

// Reset breaks the connection: what the server has not read yet is lost, and its
// reads and writes fail with ECONNRESET.
func (a *Conn) Reset() {
	a.c.alive()
	a.k.resetByPeer()
	a.c.Mark(outcome.Closed, a.k.lane, "reset by the client")
}

// StopReading makes the client slow: from now on the server's writes block once
// the connection holds as many bytes as the listener's [Buffer] says.
func (a *Conn) StopReading() {
	a.c.alive()
	a.k.change(func() {
		if !a.k.stopped {
			a.k.stopped, a.k.held = true, 0
		}
	})
}

// ResumeReading ends what StopReading began.
func (a *Conn) ResumeReading() {
	a.c.alive()
	a.k.change(func() { a.k.stopped, a.k.held = false, 0 })
}

// Read takes n bytes, waiting for them, and so makes room for as many. It is for
// slow clients; others use Expect.
func (a *Conn) Read(n int, why string) []byte {
	a.c.alive()
	var got []byte
	for len(got) < n {
		b, state := a.next(n-len(got), why)
		if state != open {
			a.failMissing(state, why, Mistake{Got: got}, fmt.Sprintf("%s of %s", kit.Count(len(got)), kit.Count(n)))
		}
		got = append(got, b...)
	}
	return got
}

// Received is a copy of what has arrived and was not expected yet.
func (a *Conn) Received() []byte {
	a.k.mu.Lock()
	defer a.k.mu.Unlock()
	return bytes.Clone(a.k.toClient)
}

// Expect waits for exactly these bytes, and takes them. It fails the check as soon
// as another byte arrives, the server closes before the last one, or the
// rest can never come. Bytes that follow are left for the next Expect.
func (a *Conn) Expect(want []byte, why string) {
	a.c.alive()
	for done := 0; done < len(want); {
		b, state := a.next(len(want)-done, why)
		if state != open {
			m := Mistake{Got: want[:done], Expected: want}
			a.failMissing(state, why, m, fmt.Sprintf("%s of %s", kit.Count(done), kit.Count(len(want))))
		}
		if at := kit.Difference(b, want[done:]); at < len(b) {
			got := slices.Concat(want[:done], b, a.Received())
			a.fail(Mistake{Message: a.c.base.Differs(why, a.k.name, got, want), Got: got, Expected: want, At: a.k.wrote()})
		}
		done += len(b)
	}
	a.k.look(func() bool { a.k.sent.Forget(); return true })
	a.c.Mark(outcome.Echoed, a.k.lane, kit.CountOf(len(want), "byte"))
}

// The states of a connection as a client sees it that waits for bytes.
type connState int

const (
	open   connState = iota
	quiet            // nothing can come any more, though the connection is open
	atEOF            // the server has closed
	broken           // reset
)

// next waits until something has arrived, and takes up to n bytes of it.
func (a *Conn) next(n int, why string) ([]byte, connState) {
	k := a.k
	var b []byte
	state := open
	if !a.c.want(why, func() bool {
		return k.look(func() bool {
			switch {
			case len(k.toClient) > 0:
				state = open
				b = k.takeLocked(n)
			case k.reset:
				state = broken
			case k.serverEOF:
				state = atEOF
			default:
				return false
			}
			return true
		})
	}) {
		state = quiet
	}
	if state == open {
		a.c.happened()
	}
	return b, state
}

// takeLocked takes up to n bytes that have arrived.
func (k *link) takeLocked(n int) []byte {
	n = min(n, len(k.toClient))
	b := k.toClient[:n:n]
	if k.toClient = k.toClient[n:]; len(k.toClient) == 0 {
		k.toClient = nil
	}
	k.held = max(k.held-n, 0)
	k.writers.Broadcast()
	return b
}

// failMissing fails the check because no more bytes come.
func (a *Conn) failMissing(state connState, why string, m Mistake, part string) {
	what := "nothing came back"
	if got, _ := m.Got.([]byte); len(got) > 0 {
		what = fmt.Sprintf("only %s bytes came back", part)
	} else if m.Expected == nil {
		m.Got = nil
	}
	m.Sent = a.sent()
	name := a.k.name
	switch {
	case a.k.look(func() bool { return a.k.refused }):
		m.Message = fmt.Sprintf("%s The connection of %s was refused: %s before it was accepted.", kit.Sentence(why), name, a.k.ln.whoClosed())
		m.At = a.k.ln.ClosedAt()
	case state == broken:
		m.Message = fmt.Sprintf("%s The connection of %s was broken, and %s.", kit.Sentence(why), name, what)
		m.At = a.k.used()
	case state == atEOF:
		m.Message = fmt.Sprintf("%s The server closed the connection of %s, and %s.", kit.Sentence(why), name, what)
		m.At, kit.AsideOf(&m).Near = a.k.ended()
	case !a.Accepted():
		m.Message = fmt.Sprintf("%s %s was never accepted.", kit.Sentence(why), kit.Upper(name))
		a.c.never(m)
	default:
		m.Message = fmt.Sprintf("%s %s to %s.", kit.Sentence(why), kit.Upper(what), name)
		kit.AsideOf(&m).Near = a.k.used()
		a.c.never(m)
	}
	a.c.failMentioning(m)
}

// ExpectNothing lets everything rest and fails the check when something has
// arrived that was not expected yet.
func (a *Conn) ExpectNothing(why string) {
	a.c.Settle()
	if got := a.Received(); len(got) > 0 {
		a.fail(Mistake{
			Message: fmt.Sprintf("%s %s received %s.", kit.Sentence(why), kit.Upper(a.k.name), kit.CountOf(len(got), "byte")),
			Got:     got, Expected: []byte{}, At: a.k.wrote(),
		})
	}
}

// ExpectEOF waits until the server has closed its writing side, and fails the
// check when it never does or when bytes came that were not expected.
func (a *Conn) ExpectEOF(why string) {
	a.c.alive()
	k := a.k
	came := a.c.want(why, func() bool {
		return k.look(func() bool { return k.serverEOF || k.reset || len(k.toClient) > 0 })
	})
	if got := a.Received(); len(got) > 0 {
		a.fail(Mistake{
			Message: fmt.Sprintf("%s Before the end %s received %s too many.", kit.Sentence(why), k.name, kit.CountOf(len(got), "byte")),
			Got:     got, Expected: []byte{}, At: k.wrote(),
		})
	}
	if !came {
		a.never(fmt.Sprintf("%s The connection of %s is still open.", kit.Sentence(why), k.name))
	}
	if k.look(func() bool { return k.reset && !k.serverEOF }) {
		a.fail(Mistake{Message: fmt.Sprintf("%s The connection of %s was broken instead.", kit.Sentence(why), k.name), At: k.used()})
	}
}

// Accepted reports whether the server has accepted the connection. It does not
// wait.
func (a *Conn) Accepted() bool { return a.k.look(func() bool { return a.k.accepted }) }

// ReadCalls is how often the server has called Read on its end so far. A check that sends
// millions of bytes asks, so that a server which takes a byte at a time, and is right, is
// not sent more than it can do in the check's time.
func (a *Conn) ReadCalls() int {
	a.k.mu.Lock()
	defer a.k.mu.Unlock()
	return a.k.readCalls
}

// ServerClosed reports whether the server has closed its end. It does not wait; see
// [Conn.AwaitServerClosed].
func (a *Conn) ServerClosed() bool { return a.k.look(func() bool { return a.k.serverEnd }) }

// AwaitServerClosed waits until the server has called Close on its end. Bytes that
// nobody expected do not matter.
func (a *Conn) AwaitServerClosed(why string) {
	a.c.alive()
	if !a.c.want(why, a.ServerClosed) {
		what := fmt.Sprintf("The server has not closed the connection of %s.", a.k.name)
		if !a.Accepted() {
			what = fmt.Sprintf("%s was never accepted.", kit.Upper(a.k.name))
		}
		message := kit.Sentence(why) + " " + what
		if at := a.k.wentOn(); at != (Position{}) {
			message += " A Write had failed, and your code called Read again: look at the error that Write gives you."
			a.c.never(Mistake{Message: message, Sent: a.sent(), At: at})
		}
		a.never(message)
	}
}

// Payload is [C.Payload] for this client.
func (a *Conn) Payload(n int) []byte { return a.c.Payload(a.Name(), n) }

// Line is [C.Line] for this client.
func (a *Conn) Line(n int) []byte { return a.c.Line(a.Name(), n) }

// FailReads makes the server's reads fail with err, at once and from now on.
func (a *Conn) FailReads(err error) {
	a.c.alive()
	a.k.change(func() { a.k.readErr = err })
	a.c.Mark(outcome.Noted, a.k.lane, fmt.Sprintf("reads fail: %v", err))
}

// FailWrites makes the server's writes fail with err, at once and from now on.
func (a *Conn) FailWrites(err error) {
	a.c.alive()
	a.k.change(func() { a.k.writeErr = err })
	a.c.Mark(outcome.Noted, a.k.lane, fmt.Sprintf("writes fail: %v", err))
}

// sent is what the client sent since its last Expect.
func (a *Conn) sent() any {
	a.k.mu.Lock()
	defer a.k.mu.Unlock()
	return a.k.sent.Clone()
}

func (a *Conn) fail(m Mistake) {
	if m.Sent == nil {
		m.Sent = a.sent()
	}
	a.c.fail(m, outcome.Fail)
}

func (a *Conn) never(message string) {
	m := Mistake{Message: message, Sent: a.sent()}
	kit.AsideOf(&m).Near = a.k.used()
	a.c.never(m)
}
