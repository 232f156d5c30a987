// Package isolate_test holds the inside checks of the server whose connections fail
// alone.
package isolate_test

import (
	"fmt"
	"net"
	"testing"

	isolate "workbook/solutions/11_isolate"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
)

func TestServes(t *testing.T) {
	check.Run(t, func(c *check.C) {
		s := start(c)
		a := s.ln.Dial("A")
		s.ln.AwaitAccepted(1, "A has connected, and waits to be served: accept clients in a loop")
		s.echoes(a, "A's handler answers each line of A: call handle with the connection, once it is accepted")
		b := s.ln.Dial("B")
		s.echoes(b, "B came while A is connected and silent: call handle on a goroutine of its own, or A delays everybody")
		s.echoes(a, "A goes on talking to its handler while B is connected")

		a.CloseWrite()
		c.Settle()
		if b.ServerClosed() {
			c.Failf("A's handler has returned, and B's connection was closed. Each goroutine must close the connection that it was started for: a variable that is declared outside of the loop is one for all of them, and holds the latest")
		}
		a.ExpectEOF("A is done, and its handler has returned: close the connection")
		s.ends(a, "A's handler has returned")
		s.echoes(b, "A's handler has returned, and B is still served")
		b.Send([]byte("close\n"))
		b.CloseWrite()
		s.ends(b, "B's handler closed the connection by itself, and returned")
		s.goesOn("Two handlers have returned")
		s.quiet(0, "Two handlers returned")
		if n := len(s.calls()); n != 2 {
			c.Failf("Two clients came, and handle was called %d times. Call it once for each connection", n)
		}
	})
}

func TestPanicEndsConnection(t *testing.T) {
	check.Run(t, func(c *check.C) {
		s := start(c)
		s.on["goodbye"] = func(conn net.Conn, text string) {
			defer fmt.Fprintln(conn, "goodbye")
			s.crash(conn, text)
		}
		a := s.ln.Dial("A")
		s.echoes(a, "A comes first")
		a.Send([]byte("goodbye to A\n"))
		a.Expect([]byte("goodbye\n"), "A's handler panicked, and a deferred call of the handler still writes to the client: close the connection after handle's deferred calls, not before")
		a.ExpectEOF("A's handler panicked: its connection must be closed, so that A does not wait for an answer that can never come")
		s.ends(a, "A's handler panicked")
		s.goesOn("A's handler panicked")

		b := s.ln.Dial("B")
		s.echoes(b, "B comes after A's handler panicked, and must be served: nothing that the panic left behind may hold up the next one, a lock for example")
		b.Send([]byte("close\npanic B\n"))
		s.ends(b, "B's handler closed the connection by itself")
		s.goesOn("B's handler closed the connection by itself, and went on")

		// The bytes that A did not live to see are no reason to keep anything.
		d := s.ln.Dial("C")
		d.Send([]byte("panic C\necho never\n"))
		d.ExpectEOF("C's handler panicked with more commands to read: nothing may be answered after a panic, and the connection must be closed")
		s.ends(d, "C's handler panicked")
		s.goesOn("C's handler panicked")
	})
}

func TestOthersGoOn(t *testing.T) {
	check.Run(t, func(c *check.C) {
		s := start(c)
		a, b := s.ln.Dial("A"), s.ln.Dial("B")
		s.echoes(a, "A comes first")
		s.echoes(b, "B comes second")
		b.Send([]byte("panic B\n"))
		s.ends(b, "B's handler panicked")
		s.goesOn("B's handler panicked")
		if a.ServerClosed() {
			c.Failf("B's handler panicked, and A's connection was closed. A has done nothing: close the connection of the handler that panicked, and no other")
		}
		s.echoes(a, "B's handler panicked, and A's goes on as if nothing had happened")

		for i := range 40 {
			d := s.ln.Dial(fmt.Sprintf("client %d", i+3))
			s.echoes(d, fmt.Sprintf("After panic number %d, the next client must be served as the first one was", i+1))
			d.Send([]byte("panic again\n"))
			s.ends(d, fmt.Sprintf("The handler of %s panicked, after %d others", d.Name(), i+1))
		}
		s.goesOn("Many handlers panicked")
		s.echoes(a, "Many handlers panicked, and A's goes on as if nothing had happened")
		oneAddress(c)
	})
}

// oneAddress has two clients that share a RemoteAddr, of whom one fails.
func oneAddress(c *check.C) {
	for i, who := range []string{"A", "B"} {
		s := newServer(c)
		s.from = &net.UnixAddr{Net: "unix"}
		s.start()
		const shared = "A and B have one RemoteAddr, as clients of a Unix socket have"
		clients := []*check.Conn{s.ln.Dial("A"), s.ln.Dial("B")}
		for _, a := range clients {
			s.echoes(a, shared+", and "+a.Name()+" must be served")
		}
		fails, stays := clients[i], clients[1-i]
		fails.Send([]byte("panic " + who + "\n"))
		c.Settle()
		how := shared + ", and " + who + "'s handler panicked"
		if stays.ServerClosed() {
			c.Failf("%s, and the connection of %s was closed. Close the connection of the handler that panicked: what tells connections apart is the net.Conn itself, and not its address", how, stays.Name())
		}
		s.ends(fails, how)
		s.echoes(stays, how+". The handler of "+stays.Name()+" goes on as if nothing had happened")
		stays.CloseWrite()
		s.ends(stays, how+", and then that of "+stays.Name()+" returned")
	}
}

// twoServers has two calls of Serve, each with a handler and reports of its own.
func twoServers(c *check.C) {
	const two = "Serve was called twice, with a listener, a handle and a report each"
	const apart = "What belongs to one call of Serve must not stand in a variable of the package: hand it on as an argument"
	servers := []*server{start(c), start(c)}
	c.Settle()
	var clients []*check.Conn
	for i, who := range []string{"A", "B"} {
		a := servers[i].ln.Dial(who)
		servers[i].echoes(a, two+", and "+who+" must be served by the handle that was given along with the listener")
		if n := len(servers[i].calls()); n != 1 {
			c.Failf("%s. %s has come to one of the listeners, and that call's handle was called %d times: the other call's was taken for it. %s", two, who, n, apart)
		}
		clients = append(clients, a)
	}
	for i, a := range clients {
		what := two + ", and the handler of " + a.Name() + " panicked"
		before := len(servers[1-i].reported())
		a.Send([]byte("panic " + a.Name() + "\n"))
		servers[i].ends(a, what)
		c.Settle()
		if len(servers[1-i].reported()) > before {
			c.Failf("%s, and the report of the other call was called for it. %s", what, apart)
		}
		servers[i].reportsCrash(what)
	}
}

func TestGoexit(t *testing.T) {
	check.Run(t, func(c *check.C) {
		s := start(c)
		a, b := s.ln.Dial("A"), s.ln.Dial("B")
		s.echoes(a, "A comes first")
		s.echoes(b, "B comes second")
		a.Send([]byte("exit\n"))
		s.ends(a, "A's handler called runtime.Goexit, which ends its goroutine without a return and without a panic")
		s.goesOn("A's handler called runtime.Goexit")
		s.quiet(0, "A's handler called runtime.Goexit, which is no panic: recover gives nil")
		s.echoes(b, "A's handler called runtime.Goexit, and B's goes on")
	})
}

func TestHundredsAtOnce(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const n = 1100 // more than limits that people set
		// Close takes its time, so that all panics are under way at the same time.
		s := newServer(c)
		s.closing = c.Gate("Close")
		s.start()
		clients := make([]*check.Conn, n)
		for i := range clients {
			clients[i] = s.ln.Dial(fmt.Sprintf("client %d", i+1))
		}
		s.ln.AwaitAccepted(n, fmt.Sprintf("%d clients are connected at the same time, and none of them has said anything yet: each must be accepted at once, without a limit", n))
		values := make([]error, n)
		begun := c.Barrier(n)
		s.on["now"] = func(conn net.Conn, text string) {
			var i int
			fmt.Sscan(text, &i)
			begun.Arrive()
			switch i % 4 {
			case 0:
				values[i] = fmt.Errorf("panic of client %d", i+1)
				s.crash(conn, values[i])
			case 1:
				panic(isolate.ErrAbort)
			case 2:
				panictest.Goexit()
			}
		}
		for i, a := range clients {
			a.Send(fmt.Appendf(nil, "now %d\n", i))
		}
		begun.All(fmt.Sprintf("%d handlers wait for each other, so that many of them panic at the same time. All must be at work at once", n))
		c.Settle()
		s.closing.Open()
		for i, a := range clients {
			if i%4 == 3 {
				s.echoes(a, "Hundreds of handlers panicked at the same time, and those that did not must go on")
				continue
			}
			s.ends(a, "Hundreds of handlers ended at the same time, one of them that of "+a.Name())
		}
		s.goesOn("Hundreds of handlers panicked at the same time")
		s.eachOnce("Hundreds of handlers panicked at the same time")
	})
}

// eachOnce fails the check unless every crash so far has its report.
func (s *server) eachOnce(what string) {
	crashes := s.crashed()
	s.Await(func() bool { return len(s.reported()) >= len(crashes) })
	s.Settle()
	got := s.reported()
	if len(got) != len(crashes) {
		s.Failf("%s. Panics with another value than ErrAbort: %d. Reports: %d. Report each of these panics once, and keep what belongs to one connection out of variables that all share", what, len(crashes), len(got))
	}
	byClient := map[string]isolate.Panic{}
	for _, p := range got {
		byClient[address(p.Client)] = p
	}
	for _, want := range crashes {
		s.checkReport(byClient[address(want.client)], want, what)
	}
}
