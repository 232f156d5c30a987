// Package bounded_test holds the inside checks of the server with a limit.
package bounded_test

import (
	"fmt"
	"net"
	"sync"
	"testing"

	bounded "workbook/solutions/13_bounded"

	"workbook/grader/check"
	"workbook/solutions/internal/nettest"
	"workbook/solutions/internal/panictest"
)

func TestMain(m *testing.M) { check.Main(m) }

// start runs Serve on ln.
func start(c *check.C, ln net.Listener, n int, handle func(net.Conn)) *check.Call {
	return c.Go("Serve", func() error {
		return bounded.Serve(ln, n, func(conn net.Conn) {
			defer c.Task("handle")()
			handle(conn)
		})
	})
}

// A counter is a listener with a limit, and a count of how often handle is at work.
type counter struct {
	*nettest.Tap

	mu      sync.Mutex
	handled int // that are with handle now
	busiest int // that ever were with handle
}

// count gives a counter for ln.
func count(ln *check.Listener, limit int) *counter {
	return &counter{Tap: &nettest.Tap{Listener: ln, Limit: limit}}
}

// during is a handle that counts how often it is at work.
func (l *counter) during(handle func(net.Conn)) func(net.Conn) {
	return func(conn net.Conn) {
		l.mu.Lock()
		l.handled++
		l.busiest = max(l.busiest, l.handled)
		l.mu.Unlock()
		defer func() {
			l.mu.Lock()
			l.handled--
			l.mu.Unlock()
		}()
		handle(conn)
	}
}

// held fails the check if the limit was ever passed.
func (l *counter) held(c *check.C, when string) {
	l.mu.Lock()
	busiest := l.busiest
	l.mu.Unlock()
	if busiest > l.Limit {
		c.Fail(check.Mistake{
			Message: fmt.Sprintf("%s: handle was at work for more connections than Serve was allowed. The limit is there because more of them do not fit: take a slot before the work begins, and give it back after its end", when),
			Got:     fmt.Sprintf("%d at the same time", busiest), Expected: fmt.Sprintf("at most %d", l.Limit),
		})
	}
	l.Held(c, when)
}

// lines is a handle that reads single bytes and does what they say: those that [act]
// knows end it, and all others come back.
func lines(conn net.Conn) {
	var b [1]byte
	for {
		if _, err := conn.Read(b[:]); err != nil || act(conn, b[0]) {
			return
		}
		if _, err := conn.Write(b[:]); err != nil {
			return
		}
	}
}

// act does what a byte says: 'p' panics, 'x' calls runtime.Goexit, 'r' ends handle, and
// 'c' closes the connection before that. It is false for others.
func act(conn net.Conn, b byte) (end bool) {
	switch b {
	case 'p':
		panic("a client asked for it")
	case 'x':
		panictest.Goexit()
	case 'c':
		conn.Close()
		return true
	}
	return b == 'r'
}

// dial connects n clients.
func dial(ln *check.Listener, n int, name string) []*check.Conn {
	clients := make([]*check.Conn, n)
	for i := range clients {
		clients[i] = ln.Dial(fmt.Sprintf("%s %d", name, i+1))
	}
	return clients
}

// answered sends something and expects it back at once.
func answered(c *check.C, a *check.Conn, why string) {
	began := c.Now()
	b := []byte{byte('0' + c.Rand().IntN(10))}
	a.Send(b)
	a.Expect(b, why)
	if late := c.Now() - began; late > 0 {
		c.Failf("%s It took %v: let the end of one connection wake whoever waits for the slot, and look at no clock.", why, late)
	}
}
