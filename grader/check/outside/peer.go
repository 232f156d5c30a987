package outside

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"sync"
	"time"

	"workbook/grader/check/internal/kit"
	"workbook/grader/report/outcome"
)

// A Peer is a client of a [Subject], over real TCP. It reads what comes at once,
// and writes in the background, so that no method but those that expect
// something waits for the subject.
type Peer struct {
	s    *Subject
	name string
	conn *net.TCPConn

	mu       sync.Mutex
	changed  chan struct{}
	sent     kit.Excerpt // since the last Expect, for messages
	got      []byte      // arrived and not expected yet
	end      error       // how reading ended: io.EOF, or why it failed
	queue    []func() error
	writing  bool
	writeErr error
}

// Dial connects a client of that name to the subject's first listener.
func (s *Subject) Dial(name string) *Peer { return s.DialTo(0, name) }

// DialTo connects a client of that name to the subject's listener i.
func (s *Subject) DialTo(i int, name string) *Peer {
	s.c.alive()
	s.mu.Lock()
	addr := s.addrs[i]
	s.mu.Unlock()
	conn, err := net.DialTimeout("tcp", addr, patienceOutside)
	if err != nil {
		s.never(Mistake{Message: fmt.Sprintf("%s cannot connect: %v.", name, err)})
	}
	p := &Peer{s: s, name: name, conn: conn.(*net.TCPConn), changed: make(chan struct{})}
	s.c.base.AtEnd(func() { p.conn.Close() })
	s.c.Mark(outcome.ClientDialed, name, "")
	go p.read()
	return p
}

// Name is the client's name.
func (p *Peer) Name() string { return p.name }

// Payload is [C.Payload] for this client.
func (p *Peer) Payload(n int) []byte { return p.s.c.Payload(p.Name(), n) }

// Line is [C.Line] for this client.
func (p *Peer) Line(n int) []byte { return p.s.c.Line(p.Name(), n) }

func (p *Peer) read() {
	buf := make([]byte, 2<<10) // there may be thousands of clients that are told little
	for {
		n, err := p.conn.Read(buf)
		p.mu.Lock()
		p.got = append(p.got, buf[:n]...)
		p.end = err
		close(p.changed)
		p.changed = make(chan struct{})
		p.mu.Unlock()
		if err != nil {
			return
		}
		if n == len(buf) && n < 64<<10 {
			buf = make([]byte, 2*n)
		}
	}
}

// do queues what is done to the connection after all that was queued before.
func (p *Peer) do(f func() error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.queue = append(p.queue, f)
	if !p.writing {
		p.writing = true
		go p.write()
	}
}

func (p *Peer) write() {
	for {
		p.mu.Lock()
		if len(p.queue) == 0 {
			p.writing = false
			p.mu.Unlock()
			return
		}
		f := p.queue[0]
		p.queue = p.queue[1:]
		p.mu.Unlock()
		if err := f(); err != nil {
			p.mu.Lock()
			if p.writeErr == nil {
				p.writeErr = err
			}
			p.mu.Unlock()
		}
	}
}

// Send sends b. It does not wait until it is sent.
func (p *Peer) Send(b []byte) {
	p.s.c.alive()
	p.s.c.Mark(outcome.FirstByte, p.name, kit.CountOf(len(b), "byte"))
	b = bytes.Clone(b)
	p.mu.Lock()
	p.sent.Add(b)
	p.mu.Unlock()
	p.do(func() error {
		_, err := p.conn.Write(b)
		return err
	})
}

// CloseWrite closes the client's writing side, after all that was sent.
func (p *Peer) CloseWrite() {
	p.s.c.alive()
	p.s.c.Mark(outcome.Closed, p.name, "finished sending")
	p.do(p.conn.CloseWrite)
}

// Close closes both directions, after all that was sent.
func (p *Peer) Close() {
	p.s.c.alive()
	p.s.c.Mark(outcome.Closed, p.name, "closed by the client")
	p.do(p.conn.Close)
}

// Reset breaks the connection, at once: the subject receives an RST.
func (p *Peer) Reset() {
	p.s.c.alive()
	p.s.c.Mark(outcome.Closed, p.name, "reset by the client")
	p.conn.SetLinger(0)
	p.conn.Close()
}

// Received is a copy of what has arrived and was not expected yet.
func (p *Peer) Received() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return bytes.Clone(p.got)
}

// await waits until cond, called under the lock, holds. The time that it waits
// begins anew at each arrival. It is counted in short waits, because a machine that
// stands still does not serve clients either.
func (p *Peer) await(cond func() bool) bool {
	const short = 50 * time.Millisecond
	timer := time.NewTimer(short)
	defer timer.Stop()
	var turns *turns
	for idle := time.Duration(0); ; {
		p.mu.Lock()
		changed := p.changed
		holds := cond()
		p.mu.Unlock()
		if holds {
			return true
		}
		select {
		case <-changed:
			idle, turns = 0, nil
			continue
		case <-timer.C:
			timer.Reset(short)
		}
		idle += short
		patience := patienceOutside
		if idle >= patienceAfter && p.s.look(func() bool { return p.s.ended }) {
			patience = patienceAfter
		}
		if turns == nil && idle >= min(soon, patience) {
			turns = p.s.turns()
		}
		if idle < patience {
			continue
		}
		if more := turns.more(patience); more > 0 {
			idle -= more
			continue
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		return cond()
	}
}

// Expect waits for exactly these bytes, and takes them. It fails the check with the
// sentence as soon as another byte arrives or the subject closes, and when nothing
// arrives any more. Bytes that follow are left for the next Expect.
func (p *Peer) Expect(want []byte, why string) {
	p.s.c.alive()
	at := 0 // so many bytes are as they should be; they are let go, for there may be many
	var rest []byte
	p.await(func() bool {
		n := min(len(p.got), len(want)-at)
		same := kit.Difference(p.got[:n], want[at:at+n])
		at += same
		if p.got = p.got[same:]; len(p.got) == 0 {
			p.got = nil
		}
		rest = p.got
		return at == len(want) || same < n || p.end != nil
	})
	n := len(want)
	if at == n {
		p.mu.Lock()
		p.sent.Forget()
		p.mu.Unlock()
		p.s.c.Mark(outcome.Echoed, p.name, kit.CountOf(n, "byte"))
		return
	}
	got := slices.Concat(want[:at], rest)
	if len(rest) > 0 {
		p.s.c.fail(Mistake{
			Message: p.s.c.base.Differs(why, p.name, got, want),
			Sent:    p.sentSoFar(), Got: got, Expected: want,
		}, outcome.Fail)
	}
	what := "nothing came back"
	if len(got) > 0 {
		what = fmt.Sprintf("only %s of %s bytes came back", kit.Count(len(got)), kit.Count(len(want)))
	}
	m := Mistake{Sent: p.sentSoFar(), Got: got, Expected: want}
	switch end := p.ended(); {
	case errors.Is(end, io.EOF):
		m.Message = fmt.Sprintf("%s The server closed the connection of %s, and %s.", kit.Sentence(why), p.name, what)
		p.ends(m)
	case end != nil:
		m.Message = fmt.Sprintf("%s The connection of %s broke (%v), and %s.", kit.Sentence(why), p.name, end, what)
		p.ends(m)
	}
	m.Message = fmt.Sprintf("%s %s to %s.", kit.Sentence(why), kit.Upper(what), p.name)
	p.s.never(m)
}

// ReadLine waits for a line, takes it, and gives it without its newline. It fails the check
// with the sentence when the subject closes before its end, and when nothing arrives
// any more.
func (p *Peer) ReadLine(why string) string {
	p.s.c.alive()
	end := -1
	looked := 0 // so many bytes hold no newline
	p.await(func() bool {
		if i := bytes.IndexByte(p.got[looked:], '\n'); i >= 0 {
			end = looked + i
		}
		looked = len(p.got)
		return end >= 0 || p.end != nil
	})
	if end >= 0 {
		p.mu.Lock()
		defer p.mu.Unlock()
		line := string(p.got[:end])
		p.got = bytes.Clone(p.got[end+1:])
		p.sent.Forget()
		return line
	}
	m := Mistake{Message: kit.Sentence(why)}
	if err := p.ended(); err != nil {
		m.Message = fmt.Sprintf("%s The connection of %s has ended instead (%v).", kit.Sentence(why), p.name, err)
		p.ends(m)
	}
	p.s.never(m)
	return ""
}

// ends fails the check because a connection has ended; a dead process explains it.
func (p *Peer) ends(m Mistake) {
	v := outcome.Fail
	if how, dead := p.s.explainDeath(&m); dead {
		v = how
	}
	p.s.c.fail(m, v)
}

func (p *Peer) ended() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.end
}

// sentSoFar is what the client sent since its last Expect.
func (p *Peer) sentSoFar() any {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sent.Clone()
}

// ExpectEOF waits until the subject has closed its writing side. It fails the check
// with the sentence when that does not come, when the connection breaks instead, or
// when bytes come that were not expected.
func (p *Peer) ExpectEOF(why string) {
	p.s.c.alive()
	came := p.await(func() bool { return p.end != nil || len(p.got) > 0 })
	if got := p.Received(); len(got) > 0 {
		p.s.c.fail(Mistake{
			Message: fmt.Sprintf("%s Before the end %s received %s too many.", kit.Sentence(why), p.name, kit.CountOf(len(got), "byte")),
			Sent:    p.sentSoFar(), Got: got, Expected: []byte{},
		}, outcome.Fail)
	}
	if !came {
		p.s.never(Mistake{Message: fmt.Sprintf("%s The connection of %s is still open.", kit.Sentence(why), p.name), Sent: p.sentSoFar()})
	}
	if end := p.ended(); !errors.Is(end, io.EOF) {
		p.ends(Mistake{Message: fmt.Sprintf("%s The connection of %s broke instead (%v).", kit.Sentence(why), p.name, end), Sent: p.sentSoFar()})
	}
}

// AwaitEnd waits until the subject has closed the connection in any way, and throws
// away what it sent.
func (p *Peer) AwaitEnd(why string) {
	p.s.c.alive()
	if !p.await(func() bool { p.got = nil; return p.end != nil }) {
		p.s.never(Mistake{Message: fmt.Sprintf("%s The connection of %s is still open.", kit.Sentence(why), p.name), Sent: p.sentSoFar()})
	}
}
