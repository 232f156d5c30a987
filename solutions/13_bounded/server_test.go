// Package bounded_test holds the inside checks of the server with a limit.
package bounded_test

import (
	"fmt"
	"net"
	"runtime"
	"sync"
	"testing"

	bounded "workbook/solutions/13_bounded"

	"workbook/grader/check"
)

func TestMain(m *testing.M) { check.Main(m) }

// goexit is runtime.Goexit, from a place where the compiler does not know that
// nothing comes after it.
func goexit() { runtime.Goexit() }

// start runs Serve on ln.
func start(c *check.C, ln net.Listener, n int, handle func(net.Conn)) *check.Call {
	return c.Go("Serve", func() error { return bounded.Serve(ln, n, handle) })
}

// A counter is a listener that knows how many of its connections are open, and
// what was done while too many were.
type counter struct {
	net.Listener
	limit int
	close *check.Gate // where Close waits, if it is not nil

	mu      sync.Mutex
	open    int
	most    int // that were ever open
	pushy   int // Accepts that were called while limit connections were open
	handled int // that are with handle now
	busiest int // that ever were with handle
}

// Accept implements net.Listener.
func (l *counter) Accept() (net.Conn, error) {
	l.mu.Lock()
	if l.open >= l.limit {
		l.pushy++
	}
	l.mu.Unlock()
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open++
	l.most = max(l.most, l.open)
	return &counted{Conn: conn, ln: l}, nil
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
	pushy, most, busiest := l.pushy, l.most, l.busiest
	l.mu.Unlock()
	want := fmt.Sprintf("at most %d", l.limit)
	if busiest > l.limit {
		c.Fail(check.Mistake{
			Message: fmt.Sprintf("%s: handle was at work for more connections than Serve was allowed. The limit is there because more of them do not fit: take a slot before the work begins, and give it back after its end", when),
			Got:     fmt.Sprintf("%d at the same time", busiest), Expected: want,
		})
	}
	if pushy > 0 || most > l.limit {
		c.Fail(check.Mistake{
			Message: fmt.Sprintf("%s: Accept was called while %d connections were open, which is the limit. A connection that was accepted and is not served looks to its client like a server that hangs, and holds memory: wait for a free slot first, and call Accept then. A connection is open until its Close has returned", when, l.limit),
			Got:     fmt.Sprintf("up to %d connections accepted and not yet closed, and Accept called %d times when it should not have been", most, pushy), Expected: want,
		})
	}
}

// A counted connection tells its listener when it is closed.
type counted struct {
	net.Conn
	ln   *counter
	once sync.Once
}

// Close implements net.Conn.
func (a *counted) Close() error {
	if a.ln.close != nil {
		a.ln.close.Wait()
	}
	a.once.Do(func() {
		a.ln.mu.Lock()
		defer a.ln.mu.Unlock()
		a.ln.open--
	})
	return a.Conn.Close()
}

// lines is a handle that reads single bytes and does what they say: 'p' panics,
// 'x' calls runtime.Goexit, 'r' returns, 'c' closes the connection and returns, and
// all others come back.
func lines(conn net.Conn) {
	var b [1]byte
	for {
		if _, err := conn.Read(b[:]); err != nil {
			return
		}
		switch b[0] {
		case 'p':
			panic("a client asked for it")
		case 'x':
			goexit()
		case 'r':
			return
		case 'c':
			conn.Close()
			return
		}
		if _, err := conn.Write(b[:]); err != nil {
			return
		}
	}
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
