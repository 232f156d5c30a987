package check

import (
	"net"
	"os"
	"sync"
	"syscall"
	"time"

	"workbook/grader/check/internal/kit"
)

// A link is a connection: what both of its ends share. Nothing is ever done under
// its lock but to look and to change; who must wait does so on a condition, which
// a bubble takes for rest.
type link struct {
	c    *C
	ln   *Listener
	name string
	addr *net.TCPAddr // the client's

	lane   string // its name in moments
	number int    // that tells it from others of its name

	reads, writes, closes, limits lastSite // the calls of the server's end
	readFails, writeFails         failures
	acceptedAt                    lastSite

	mu        sync.Mutex
	readCalls int // of the server's end
	accepted  bool
	refused   bool        // dialed when the listener was closed, or turned away when it was
	reset     bool        // by either side
	sent      kit.Excerpt // by the client since its last Expect, for messages

	// From the client to the server.
	timedOut   bool // the last Read or Write failed because a time limit was over
	toServer   []byte
	room       []byte // that toServer is in, from its beginning: in a steady run nothing is collected
	delivered  int    // bytes that the server was sent in all
	clientEOF  bool   // the client has closed its writing side
	clientGone bool   // the client has closed altogether
	readErr    error
	readers    *sync.Cond
	readBy     deadline

	// From the server to the client.
	toClient  []byte // arrived, and not expected yet
	received  int    // bytes that arrived in all
	serverEOF bool   // the server has closed its writing side
	serverEnd bool   // the server has closed altogether
	stopped   bool   // the client does not read
	held      int    // bytes that arrived since it stopped
	writeErr  error
	writers   *sync.Cond
	writeBy   deadline
}

func newLink(l *Listener, name string, addr *net.TCPAddr) *link {
	k := &link{c: l.c, ln: l, name: name, addr: addr}
	k.readers = sync.NewCond(&k.mu)
	k.writers = sync.NewCond(&k.mu)
	l.c.meet(k)
	return k
}

// meet gives a client its name in moments: that of the one before it which was called the
// same, if that is gone.
func (c *C) meet(k *link) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k.number = 1
	if before := c.clients[k.name]; before != nil {
		k.number = before.number
		if before.look(func() bool { return !before.clientGone && !before.serverEnd && !before.reset }) {
			k.number++
		}
	}
	k.lane = numbered(k.name, k.number)
	if c.clients == nil {
		c.clients = make(map[string]*link)
	}
	c.clients[k.name] = k
}

func (k *link) accept() {
	k.mu.Lock()
	k.accepted = true
	k.mu.Unlock()
}

// change changes the link and wakes whom that may concern.
func (k *link) change(f func()) {
	k.mu.Lock()
	f()
	k.readers.Broadcast()
	k.writers.Broadcast()
	k.mu.Unlock()
	k.c.happened()
}

func (k *link) refuse() { k.change(func() { k.reset, k.refused = true, true }) }

// resetByPeer drops what is under way, as a TCP reset does.
func (k *link) resetByPeer() {
	k.change(func() {
		k.reset = true
		k.toServer = nil
	})
}

func (k *link) look(f func() bool) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return f()
}

// A deadline is one of a connection's two, on the bubble's clock.
type deadline struct {
	timer *time.Timer
	set   int // counts calls, so that an old timer cannot speak for a new one
	past  bool
}

// setLocked is called with k.mu held; wake is told when the deadline has passed.
func (d *deadline) setLocked(k *link, t time.Time, wake *sync.Cond) {
	if d.timer != nil {
		d.timer.Stop()
		d.timer = nil
	}
	d.set++
	d.past = false
	if t.IsZero() {
		return
	}
	left := time.Until(t)
	if left <= 0 {
		d.past = true
		wake.Broadcast()
		return
	}
	mine := d.set
	d.timer = time.AfterFunc(left, func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		if d.set == mine {
			d.past = true
			wake.Broadcast()
		}
	})
}

// stop ends a deadline for good.
func (d *deadline) stop() {
	if d.timer != nil {
		d.timer.Stop()
	}
	d.set++
}

// resetError and pipeError are what a system call says of a connection that the
// other side has reset or closed.
func resetError(call string) error { return os.NewSyscallError(call, syscall.ECONNRESET) }
func pipeError(call string) error  { return os.NewSyscallError(call, syscall.EPIPE) }
