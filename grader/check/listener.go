package check

import (
	"fmt"
	"net"
	"runtime"
	"sync"

	"workbook/grader/check/internal/kit"
	"workbook/grader/report/outcome"
)

// A Listener is an in-memory net.Listener. The learner's code accepts from it;
// the check dials it with [Listener.Dial]. It is safe for concurrent use.
type Listener struct {
	c      *C
	name   string
	lane   string // its name in moments
	addr   *net.TCPAddr
	buffer int
	choked bool // Buffer was given: a client's writes wait for room, too

	accepts, closes lastSite // the learner's calls

	mu       sync.Mutex
	wake     *sync.Cond
	queue    []*link // dialed, not accepted yet
	failures []error // what Accept gives next
	accepted int
	closed   bool
	refusals int         // Accepts that failed since the listener was closed
	refused  map[int]int // those of each goroutine, once there are many
	dialed   int
}

// A ListenOption changes what [C.Listen] gives.
type ListenOption func(*Listener)

// DefaultBuffer is how many bytes a connection holds for a client that does not
// read, before the server's Write blocks.
const DefaultBuffer = 64 << 10

// Buffer sets how many bytes each direction of a connection holds before a writer
// blocks. Without it a client's Send never blocks, and the server's Write blocks
// at [DefaultBuffer] bytes that a client has stopped reading.
func Buffer(n int) ListenOption {
	return func(l *Listener) { l.buffer, l.choked = max(n, 1), true }
}

// Listen gives a listener that nobody has dialed yet. The name is for messages.
func (c *C) Listen(name string, opts ...ListenOption) *Listener {
	c.alive()
	l := &Listener{c: c, name: name, buffer: DefaultBuffer}
	l.wake = sync.NewCond(&l.mu)
	for _, o := range opts {
		o(l)
	}
	c.introduce(l)
	c.base.AtEnd(func() { l.close() })
	return l
}

// introduce gives a listener its address and its name in moments. Where a check has more than
// one, it is marked that they are open.
func (c *C) introduce(l *Listener) {
	c.mu.Lock()
	earlier := c.listeners
	c.listeners = append(c.listeners, l)
	l.addr = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 7000 + len(c.listeners)}
	same := 0
	for _, e := range earlier {
		if e.name == l.name {
			same++
		}
	}
	l.lane = numbered(l.name, same+1)
	c.mu.Unlock()
	if len(earlier) == 1 && !earlier[0].Closed() {
		c.Mark(outcome.Listened, earlier[0].lane, "already open")
	}
	if len(earlier) > 0 {
		c.Mark(outcome.Listened, l.lane, "")
	}
}

// Format implements fmt.Formatter: a listener is printed as its address. Learners
// log the listener itself, and fmt would read the fields that a check is changing.
func (l *Listener) Format(f fmt.State, verb rune) {
	fmt.Fprintf(f, fmt.FormatString(f, verb), l.addr)
}

// Accept waits for the next client. It is for the learner's code.
func (l *Listener) Accept() (net.Conn, error) {
	l.accepts.note(l.c)
	l.mu.Lock()
	for {
		switch {
		case len(l.failures) > 0:
			err := l.failures[0]
			l.failures = l.failures[1:]
			l.mu.Unlock()
			l.c.happened()
			return nil, err
		case l.closed:
			l.refusals++
			stop := l.refusals > maxRefusals && (l.refusedLocked() > maxRefusals || l.refusals > 64*maxRefusals)
			l.mu.Unlock()
			if stop {
				l.acceptsForEver()
			}
			return nil, l.opError("accept")
		case len(l.queue) > 0:
			k := l.queue[0]
			l.queue[0] = nil
			l.queue = l.queue[1:]
			l.accepted++
			k.acceptedAt.p.Store(l.accepts.get())
			k.accept()
			l.mu.Unlock()
			l.c.Mark(outcome.Accepted, k.lane, "")
			l.c.happened()
			return &serverConn{k}, nil
		}
		l.wake.Wait()
	}
}

// acceptsForEver ends the goroutine of the learner that calls it. When the check
// itself has closed the listener it fails; after the end of the check, whose
// subject was another one, it does not.
func (l *Listener) acceptsForEver() {
	if l.c.base.Ending() {
		runtime.Goexit()
	}
	m := Mistake{Message: "The code calls Accept again and again."}
	if p := l.c.pending.Load(); p != nil {
		m.Message = kit.Sentence(*p)
	}
	m.Message += fmt.Sprintf(" The listener is closed, and Accept has failed %s times since: every call fails from now on, so leave the loop.", kit.Count(maxRefusals))
	m.At = kit.OwnLine()
	l.c.fail(m, outcome.Fail)
}

// refusedLocked counts how often Accept has failed for the calling goroutine, from when it
// has failed often for all of them together: there may be thousands that call it, each
// of which is told once.
func (l *Listener) refusedLocked() int {
	if l.refused == nil {
		l.refused = make(map[int]int)
	}
	id := self().ID
	l.refused[id]++
	return l.refused[id]
}

// Close makes every Accept, also one that waits, fail with an error that wraps
// net.ErrClosed. Clients that were not accepted yet are turned away. It may be
// called more than once, and always returns nil.
func (l *Listener) Close() error {
	if l.closes.get() == nil && !l.Closed() {
		l.closes.note(l.c)
	}
	if l.close() {
		l.c.Mark(outcome.Closed, l.lane, "listener closed")
	}
	return nil
}

func (l *Listener) close() bool {
	l.mu.Lock()
	was := l.closed
	l.closed = true
	queue := l.queue
	l.queue = nil
	l.wake.Broadcast()
	l.mu.Unlock()
	for _, k := range queue {
		k.refuse()
	}
	l.c.happened()
	return !was
}

// Addr is a loopback address that belongs to nobody.
func (l *Listener) Addr() net.Addr { return l.addr }

// FailAccept makes one Accept fail with err: the one that waits now, or else the
// next one. Later ones work again; a server that ignores the error goes on to
// wait for clients.
func (l *Listener) FailAccept(err error) {
	l.c.alive()
	l.mu.Lock()
	l.failures = append(l.failures, err)
	l.wake.Broadcast()
	l.mu.Unlock()
	l.c.Mark(outcome.Noted, l.lane, fmt.Sprintf("Accept fails: %v", err))
	l.c.happened()
}

// Closed reports whether the listener was closed, by the check or the learner.
func (l *Listener) Closed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.closed
}

// Accepted is how many clients were accepted so far. It does not wait; see
// [Listener.AwaitAccepted].
func (l *Listener) Accepted() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.accepted
}

// Pending is how many clients wait to be accepted.
func (l *Listener) Pending() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.queue)
}

// AwaitAccepted waits until n clients were accepted, and fails the check with the
// sentence when that can never come.
func (l *Listener) AwaitAccepted(n int, why string) {
	l.c.alive()
	if !l.c.want(why, func() bool { return l.Accepted() >= n }) {
		l.c.never(Mistake{Message: fmt.Sprintf("%s %d of %d clients were accepted.", kit.Sentence(why), l.Accepted(), n)})
	}
}

func (l *Listener) opError(op string) error {
	return &net.OpError{Op: op, Net: "tcp", Addr: l.addr, Err: net.ErrClosed}
}
