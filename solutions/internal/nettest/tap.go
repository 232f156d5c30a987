// Package nettest is what the hidden tests of servers with rules about their
// connections share: how many may be open, and in which order things end.
package nettest

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"

	"workbook/grader/check"
)

// A Tap is a listener that knows how many of its connections are open, and what was
// done while too many were. It can hold Accept and Close. Set its fields before
// it is used.
type Tap struct {
	net.Listener
	Raw       bool        // Read and Write fail with what FailReads and FailWrites were given, in no *net.OpError
	Limit     int         // how many connections may be open; 0 is any number
	Accepting *check.Gate // where Accept waits with a connection in its hand, if it is not nil
	Closing   *check.Gate // where Close of a connection waits, if it is not nil
	Shutting  *check.Gate // where Close of the listener waits, if it is not nil
	Gone      error       // what Accept says once the listener is closed, if it is not nil
	Stuck     error       // what Close of the listener says, if it is not nil
	From      net.Addr    // what RemoteAddr of every connection says, if it is not nil
	Jammed    error       // what Close of a connection says, if it is not nil
	Only      error       // what Accept says, without waiting, once it has given a connection, if it is not nil

	// Last is what a Read says along with the bytes that it gives, and every Read after it.
	// It is not asked if it is nil.
	Last func(b []byte) error

	// Fails is what a Write says that takes none of its bytes. Those for which it gives nil
	// are done. It is not asked if it is nil.
	Fails func() error

	mu    sync.Mutex
	addrs []string // of the clients, in the order of Accept
	open  int
	most  int            // that were ever open
	pushy int            // Accepts that were called while Limit connections were open
	at    check.Position // of the first of them
	shut  bool           // Close was called
}

// Accept implements net.Listener.
func (l *Tap) Accept() (net.Conn, error) {
	l.mu.Lock()
	if l.Limit > 0 && l.open >= l.Limit {
		if l.pushy++; l.pushy == 1 {
			l.at = check.Caller()
		}
	}
	over := l.Only != nil && len(l.addrs) > 0
	l.mu.Unlock()
	if over {
		return nil, l.Only
	}
	conn, err := l.Listener.Accept()
	if err != nil {
		if l.Gone != nil && errors.Is(err, net.ErrClosed) {
			err = l.Gone
		}
		return nil, err
	}
	if l.Accepting != nil {
		l.Accepting.Wait()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.addrs = append(l.addrs, conn.RemoteAddr().String())
	l.open++
	l.most = max(l.most, l.open)
	return &tapped{Conn: conn, tap: l}, nil
}

// Close implements net.Listener. As that of a real listener, it fails when the listener
// is closed already.
func (l *Tap) Close() error {
	l.mu.Lock()
	again := l.shut
	l.shut = true
	l.mu.Unlock()
	if l.Shutting != nil {
		l.Shutting.Wait()
	}
	if inner, ok := l.Listener.(interface{ Closed() bool }); ok && inner.Closed() {
		again = true
	}
	l.Listener.Close()
	switch {
	case l.Stuck != nil:
		return l.Stuck
	case again:
		return &net.OpError{Op: "close", Net: "tcp", Addr: l.Addr(), Err: net.ErrClosed}
	}
	return nil
}

// Shut reports whether Close of the listener was called through the tap.
func (l *Tap) Shut() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.shut
}

// Format implements fmt.Formatter: who logs the listener must not read the fields.
func (l *Tap) Format(f fmt.State, verb rune) {
	fmt.Fprintf(f, fmt.FormatString(f, verb), l.Listener)
}

// Clients gives the addresses of those who were accepted, the first first.
func (l *Tap) Clients() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.addrs)
}

// Held fails the check if the limit was ever passed.
func (l *Tap) Held(c *check.C, when string) {
	l.mu.Lock()
	pushy, most, at := l.pushy, l.most, l.at
	l.mu.Unlock()
	if l.Limit > 0 && (pushy > 0 || most > l.Limit) {
		c.Fail(check.Mistake{
			Message:  fmt.Sprintf("%s: Accept was called while %d connections were open, which is the limit. A connection that was accepted and is not served looks to its client like a server that hangs, and holds memory: wait for a free slot first, and call Accept then. A connection is open until its Close has returned", when, l.Limit),
			Got:      fmt.Sprintf("up to %d connections accepted and not yet closed; calls of Accept that should not have been: %d", most, pushy),
			Expected: fmt.Sprintf("at most %d", l.Limit),
			At:       at,
		})
	}
}

// A tapped connection tells its listener when it is closed.
type tapped struct {
	net.Conn
	tap  *Tap
	once sync.Once

	mu   sync.Mutex
	last error // what Last said; nil until then
}

// Read implements net.Conn.
func (a *tapped) Read(b []byte) (int, error) {
	if err := a.ended(nil); err != nil {
		return 0, err
	}
	n, err := a.Conn.Read(b)
	if last := a.ended(b[:n]); last != nil {
		return n, last
	}
	return n, a.raw(err)
}

// ended asks whether the bytes that were read are the last.
func (a *tapped) ended(read []byte) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(read) > 0 && a.tap.Last != nil {
		a.last = a.tap.Last(read)
	}
	return a.last
}

// RemoteAddr implements net.Conn.
func (a *tapped) RemoteAddr() net.Addr {
	if a.tap.From != nil {
		return a.tap.From
	}
	return a.Conn.RemoteAddr()
}

// Write implements net.Conn.
func (a *tapped) Write(b []byte) (int, error) {
	if a.tap.Fails != nil {
		if err := a.tap.Fails(); err != nil {
			return 0, err
		}
	}
	n, err := a.Conn.Write(b)
	return n, a.raw(err)
}

func (a *tapped) raw(err error) error {
	if e, ok := err.(*net.OpError); ok && a.tap.Raw {
		return e.Err
	}
	return err
}

// Close implements net.Conn.
func (a *tapped) Close() error {
	if a.tap.Closing != nil {
		a.tap.Closing.Wait()
	}
	a.once.Do(func() {
		a.tap.mu.Lock()
		defer a.tap.mu.Unlock()
		a.tap.open--
	})
	err := a.Conn.Close()
	if a.tap.Jammed != nil {
		return a.tap.Jammed
	}
	return err
}

// Format implements fmt.Formatter, as that of [Tap] does.
func (a *tapped) Format(f fmt.State, verb rune) {
	fmt.Fprintf(f, fmt.FormatString(f, verb), a.Conn)
}
