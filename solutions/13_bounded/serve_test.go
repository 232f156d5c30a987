package bounded_test

import (
	"bytes"
	"fmt"
	"math"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	bounded "workbook/solutions/13_bounded"

	"workbook/grader/check"
	"workbook/solutions/internal/nettest"
	"workbook/solutions/internal/panictest"
)

const noPolling = "All slots are taken, and something in your package asks again and again whether there is one. Wait for it with a channel or a semaphore: the end of a connection wakes you."

func TestHandled(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln := c.Listen("the listener")
		var of goroutines
		var calls atomic.Int64
		c.Go("Serve", func() error {
			of.caller.Store(int64(panictest.Goroutine()))
			return bounded.Serve(ln, 10, func(conn net.Conn) {
				calls.Add(1)
				of.met(conn)
				lines(conn)
			})
		})
		a, b := ln.Dial("A"), ln.Dial("B")
		answered(c, a, "A came first, and handle reads from its connection: call handle with each connection that Accept gives.")
		answered(c, b, "B came while A is connected, and there is room for ten: call handle on a goroutine of its own.")
		answered(c, a, "A is still connected: leave its connection open as long as handle is at work.")
		for i, end := range []string{"r", "c"} {
			client := []*check.Conn{a, b}[i]
			client.Send([]byte(end))
			client.AwaitServerClosed("handle has returned, so Serve must close the connection, or its client waits for ever: now, and not when Serve itself returns. A deferred call belongs to the function that it stands in.")
		}
		answered(c, ln.Dial("C"), "C came after the others had left: go on accepting.")
		if n := calls.Load(); n != 3 {
			c.Failf("Three clients came, and handle was called %d times. Call it once for each connection", n)
		}
		of.apart(c)
	})
}

// goroutines are those that Serve was called on, and those of handle.
type goroutines struct {
	caller atomic.Int64
	mu     sync.Mutex
	handle []int64
}

func (g *goroutines) met(net.Conn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.handle = append(g.handle, int64(panictest.Goroutine()))
}

// apart fails the check if handle ran on the goroutine of Serve's caller.
func (g *goroutines) apart(c *check.C) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if slices.Contains(g.handle, g.caller.Load()) {
		c.Failf("handle was called on the goroutine on which Serve was called. A runtime.Goexit in handle would end Serve, and its caller: call handle on a goroutine of its own, also when there is one client, or room for one")
	}
}

func TestAtOnce(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, n := range []int{1, 5 + c.Rand().IntN(20), 1001 + c.Rand().IntN(100)} {
			ln := c.Listen("the listener")
			work := c.Gate("the work of handle")
			start(c, ln, n, func(net.Conn) { work.Wait() })
			dial(ln, n, "client")
			work.Arrived(n, fmt.Sprintf("%d connections are there, and Serve may serve %d at the same time: all of them must be with handle now. A slot that nobody can use is a client that waits for nothing.", n, n))
			if n < 100 {
				c.NoPolling(noPolling)
			}
			work.Open()
			ln.Close()
			c.Settle()
		}
	})
}

func TestRestWait(t *testing.T) {
	check.Run(t, func(c *check.C) {
		n := 2 + c.Rand().IntN(4)
		inner := c.Listen("the listener")
		ln := count(inner, n)
		start(c, ln, n, ln.during(lines))
		clients := dial(inner, 3*n, "client")
		inner.AwaitAccepted(n, fmt.Sprintf("%d clients have come, and there is room for %d: accept them.", 3*n, n))
		for len(clients) > 0 {
			if len(clients) > n {
				c.NoPolling(noPolling)
			}
			ln.held(c, fmt.Sprintf("%d clients are connected, with room for %d", len(clients), n))
			busy := min(n, len(clients))
			for _, a := range clients[:busy] {
				answered(c, a, fmt.Sprintf("%s has a slot, and others wait for theirs: it must be answered, for as long as handle takes.", a.Name()))
			}
			// Whoever leaves, the next in the queue has the slot at once.
			i := c.Rand().IntN(busy)
			clients[i].Send([]byte("r"))
			clients[i].AwaitServerClosed("handle has returned: close the connection.")
			if len(clients) > n {
				answered(c, clients[n], fmt.Sprintf("%s has left, and %s was next: the slot must be given back, and somebody accepted for it.", clients[i].Name(), clients[n].Name()))
			}
			clients = append(clients[:i:i], clients[i+1:]...)
		}
		ln.held(c, "All clients were served")
		oneAddress(c)
	})
}

// oneAddress has clients that share a RemoteAddr. Each of their connections counts.
func oneAddress(c *check.C) {
	const n, who = 2, "All clients have one RemoteAddr, as clients of a Unix socket have"
	inner := c.Listen("another listener")
	ln := count(inner, n)
	ln.From = &net.UnixAddr{Net: "unix"}
	start(c, ln, n, ln.during(lines))
	clients := dial(inner, 2*n, "client")
	for i, a := range clients {
		inner.AwaitAccepted(i+1, fmt.Sprintf("%s, %d of them have left, and there is room for %d: accept the next one. Each connection counts for itself, and what tells connections apart is the net.Conn.", who, max(0, i+1-n), n))
		c.Settle()
		ln.held(c, fmt.Sprintf("%s, and there is room for %d. What tells connections apart is the net.Conn, and not its address", who, n))
		if i >= n-1 {
			first := clients[i-n+1]
			answered(c, a, who+". There is room for this one: it must be served.")
			answered(c, first, who+". This one is connected: it must be served.")
			first.Send([]byte("r"))
			first.AwaitServerClosed(who + ", and handle has returned for one of them: close the connection of that one.")
		}
	}
}

func TestPanicGivesBack(t *testing.T) {
	check.Run(t, func(c *check.C) { givesBack(c, "p", "handle panicked") })
}

func TestGoexitGivesBack(t *testing.T) {
	check.Run(t, func(c *check.C) { givesBack(c, "x", "handle called runtime.Goexit") })
}

// givesBack ends many connections in a bad way, one after the other and together,
// and looks for their slots.
func givesBack(c *check.C, end, how string) {
	const n = 3
	inner := c.Listen("the listener")
	ln := count(inner, n)
	call := start(c, ln, n, ln.during(lines))
	stays := inner.Dial("a client that stays")
	answered(c, stays, "The first client must be answered.")
	for i := range 3 * n {
		a := inner.Dial(fmt.Sprintf("client %d", i+1))
		answered(c, a, fmt.Sprintf("%s for the clients before, %d so far, and there is room for %d at a time: the slot must be given back, however handle ends. Do it in a deferred call.", how, i, n))
		a.Send([]byte(end))
		a.AwaitServerClosed(how + ": the connection must be closed all the same, and its slot given back, once. Do both in deferred calls.")
	}
	call.StillRunning(how + ", which is the end of that connection: go on accepting.")
	answered(c, stays, how+" for other clients, and this one was connected all the time: it must be served as before.")

	clients := dial(inner, n-1, "crowd")
	for _, a := range clients {
		answered(c, a, fmt.Sprintf("%s for the clients before, %d in all: each of the %d slots must be there again.", how, 3*n, n))
	}
	inner.Dial("one too many")
	c.Settle()
	ln.held(c, how+" for many clients, and now as many are connected as there are slots")
	for _, a := range clients {
		a.Send([]byte(end)) // together
	}
	for _, a := range clients {
		a.AwaitServerClosed(how + " for two clients at the same time: both connections must be closed.")
	}
	stays.Send([]byte("r"))
	stays.AwaitServerClosed("handle has returned: close the connection.")
}

func TestClosedBeforeNext(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, v := range []struct{ end, how string }{
			{"r", "handle has returned"},
			{"p", "handle has panicked"},
			{"x", "handle has called runtime.Goexit"},
		} {
			inner := c.Listen("the listener")
			ln := count(inner, 1)
			ln.Closing = c.Gate("Close of a connection")
			start(c, ln, 1, ln.during(lines))
			a := inner.Dial("A")
			answered(c, a, "A has the only slot.")
			b := inner.Dial("B")
			a.Send([]byte(v.end))
			ln.Closing.Arrived(1, v.how+": Serve must close the connection.")
			c.Settle()
			if inner.Accepted() > 1 {
				c.Failf("%s, there is one slot, and B was accepted before Close of A's connection had returned. The connection that is being closed is still open, and counts: close first, and give the slot back after that. Deferred calls run in the opposite order", v.how)
			}
			nettest.Long(c, "Close of a connection takes its time")
			if inner.Accepted() > 1 {
				c.Failf("%s, there is one slot, and Close of A's connection takes very long: it has not returned, and B was accepted. A Close that takes its time is no end: if many take theirs, more connections are open than fit. Call Close where the slot is given back, and wait for it without a time limit", v.how)
			}
			ln.Closing.Open()
			answered(c, b, v.how+", and A's connection is closed: B must be accepted now.")
			inner.Close()
			b.Close()
		}
	})
}

func TestTooFew(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, n := range []int{0, -1, -1000, math.MinInt} {
			ln := c.Listen("the listener")
			tap := &nettest.Tap{Listener: ln}
			ln.Dial("A")
			call := start(c, tap, n, lines)
			c.Settle()
			select {
			case <-call.Done():
				if value, ok := call.Panicked(); ok {
					c.Failf("Serve was called with room for %d connections and panicked with %v. Say so with an error", n, value)
				}
			default:
			}
			err := call.Returns(fmt.Sprintf("Serve was called with room for %d connections, and can never serve anybody: return an error at once.", n))
			if err == nil {
				c.Failf("Serve was called with room for %d connections and returned nil: its caller would think that all is well. Return an error", n)
			}
			if ln.Accepted() > 0 {
				c.Failf("Serve was called with room for %d connections, and accepted one. Return an error first", n)
			}
			if tap.Shut() {
				c.Failf("Serve was called with room for %d connections, and closed the listener, which belongs to its caller", n)
			}
		}
		ln := c.Listen("the listener")
		var of goroutines // of which one for handle looks like a waste
		c.Go("Serve", func() error {
			of.caller.Store(int64(panictest.Goroutine()))
			return bounded.Serve(ln, 1, func(conn net.Conn) {
				of.met(conn)
				lines(conn)
			})
		})
		a := ln.Dial("A")
		answered(c, a, "Serve was called with room for one connection, which is enough to serve somebody.")
		a.Send([]byte("r"))
		a.AwaitServerClosed("handle has returned: close the connection.")
		answered(c, ln.Dial("B"), "Serve was called with room for one connection, A has left, and B has come: accept B.")
		of.apart(c)
	})
}

func TestManyClients(t *testing.T) {
	logging(t, func(c *check.C, l *nettest.Log) {
		const n, all = 8, 1500 // more than any number that somebody may have thought enough
		inner := c.Listen("the listener")
		ln := count(inner, n)
		var calls atomic.Int64
		call := start(c, ln, n, ln.during(func(conn net.Conn) {
			calls.Add(1)
			lines(conn)
		}))
		clients, panics := dial(inner, all, "client"), 0
		for _, i := range c.Rand().Perm(all) {
			// All ask to be ended, in any order, before most of them are accepted.
			end := "rpxc"[c.Rand().IntN(4)]
			if end == 'p' {
				panics++
			}
			clients[i].Send([]byte{end})
			if i%100 == 0 {
				c.Settle()
			}
		}
		for _, a := range clients {
			a.AwaitServerClosed(fmt.Sprintf("%d clients came at the same time, and there is room for %d: each must be served in its turn, and its connection closed.", all, n))
		}
		for _, a := range dial(inner, n, "last") {
			answered(c, a, fmt.Sprintf("%d clients have come and left, and %d new ones have come: all %d slots must be there.", all, n, n))
		}
		ln.held(c, fmt.Sprintf("%d clients came, and handle panicked for some of them", all))
		if calls.Load() != all+n {
			c.Failf("%d clients came, and handle was called %d times. Call it once for each connection", all+n, calls.Load())
		}
		c.Settle()
		if got := len(l.Entries()); got < panics {
			c.Failf("handle panicked for %d clients, and the log has %d entries", panics, got)
		}
		call.StillRunning("The listener is open: wait for more clients.")
	})
}

// A connection keeps its slot until handle is over, whatever handle does with it.
func TestKeepsSlot(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, v := range []struct{ end, how string }{
			{"r", "handle has returned"},
			{"p", "handle has panicked"},
			{"x", "handle has called runtime.Goexit"},
		} {
			n := 1 + c.Rand().IntN(4)
			ln := c.Listen("the listener")
			work := c.Gate("what handle does after it has closed its connection")
			start(c, ln, n, func(conn net.Conn) {
				var b [1]byte
				if conn.Read(b[:]); b[0] == 'w' {
					conn.Close()
					work.Wait()
				}
				act(conn, v.end[0])
			})
			clients := dial(ln, 2*n, "client")
			for _, a := range clients[:n] {
				a.Send([]byte("w"))
			}
			work.Arrived(n, fmt.Sprintf("%d clients came, and there is room for %d.", n, n))
			c.Settle()
			if got := ln.Accepted(); got > n {
				c.Failf("%d connections are with handle, which is the limit. handle has closed them and goes on working, and %d more were accepted. The limit is for what is under way: a slot comes back when handle is over, not when somebody calls Close", n, got-n)
			}
			work.Open()
			ln.AwaitAccepted(2*n, v.how+", so that there is room again: accept the next ones.")
			ln.Close()
			for _, a := range clients[n:] {
				a.Close()
				a.AwaitServerClosed(v.how + ": close the connection.")
			}
		}
	})
}

// No limit of time is in the task: not for a Read, a Write, Accept, or the end.
func TestAsLongAsItTakes(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln := c.Listen("the listener")
		payload := bytes.Repeat([]byte("0123456789"), check.DefaultBuffer/4)
		call := start(c, ln, 2, func(conn net.Conn) {
			lines(conn)
			conn.Write(payload)
		})
		a, b := ln.Dial("A"), ln.Dial("B")
		answered(c, a, "A comes first.")
		answered(c, b, "B comes second.")
		b.StopReading()
		b.Send([]byte("r")) // and so gets the payload
		d := ln.Dial("C")
		c.NoPolling("Clients are connected and silent, and something in your package asks again and again whether they are still there.")
		nettest.Age(c)
		const when = "Clients were silent for a hundred years, which nobody has forbidden: handle decides how long it waits, and Serve sets no limits of time"
		answered(c, a, when+". A must be served.")
		if d.Accepted() {
			c.Failf("%s. There is room for two, who are connected, and C was accepted, who had waited for a hundred years: wait for a slot as long as it takes", when)
		}
		b.ResumeReading()
		b.Expect(payload, when+". handle wrote to B, who reads again: all of it must arrive.")
		b.AwaitServerClosed("handle has returned: close the connection.")
		answered(c, d, "B has left, and it is the turn of C, who has waited for a hundred years.")
		d.Close()
		d.AwaitServerClosed("C has left, and handle has returned: close the connection.")

		ln.Close()
		call.StillRunning("The listener was closed, and A is connected. Wait for it")
		c.NoPolling("The listener was closed, clients are connected, and something in your package asks again and again whether they have left. Let the end of the last one wake Serve: a sync.WaitGroup does that.")
		nettest.Age(c)
		call.StillRunning("The listener was closed, and A has been connected for a hundred years since. Serve waits for it, however long it takes, and has returned")
		answered(c, a, "The listener was closed, and A is connected: it must be served to its end.")
	})
}
