// Package shutdown_test holds the inside checks of the server that can be shut
// down.
package shutdown_test

import (
	"context"
	"net"
	"sync/atomic"
	"testing"

	shutdown "workbook/solutions/14_shutdown"

	"workbook/grader/check"
	"workbook/solutions/internal/nettest"
	"workbook/solutions/internal/panictest"
)

func TestMain(m *testing.M) { check.Main(m) }

// A server is the learner's, and the check's view of it.
type server struct {
	c *check.C
	*shutdown.Server
}

// serverFor makes a server.
func serverFor(c *check.C, handle func(net.Conn)) *server {
	s := &server{c, shutdown.New(func(conn net.Conn) {
		defer c.Task("handle")()
		handle(conn)
	})}
	if s.Server == nil {
		c.Failf("New gave a nil *Server. The caller needs one to call Serve and Shutdown with")
	}
	if shutdown.ErrClosed == nil {
		c.Failf("ErrClosed is nil. The caller of Serve compares with it to tell a shutdown from a failure")
	}
	return s
}

// serve calls Serve.
func (s *server) serve(ln net.Listener) *check.Call {
	return s.c.Go("Serve", func() error { return s.Serve(ln) })
}

// shut calls Shutdown.
func (s *server) shut(ctx context.Context, name string) *check.Call {
	return s.c.Go(name, func() error { return s.Shutdown(ctx) })
}

// newServer gives what makes servers for the checks that other exercises have, too.
func newServer(c *check.C) func() nettest.Server {
	return func() nettest.Server { return view{serverFor(c, echo)} }
}

// A view is a server as those checks see it.
type view struct{ s *server }

func (v view) Serve(ln net.Listener) *check.Call                         { return v.s.serve(ln) }
func (v view) Shut(ctx context.Context, name string) *check.Call         { return v.s.shut(ctx, name) }
func (v view) Answers(a *check.Conn, why string)                         { answered(v.s.c, a, why) }
func (v view) Leave(a *check.Conn)                                       { leave(a) }
func (v view) IsClosed(call *check.Call, _ *check.Listener, when string) { isClosed(v.s.c, call, when) }

// started is a server that serves ln with echo, and its Serve.
func started(c *check.C) (*server, *check.Listener, *check.Call) {
	ln := c.Listen("the listener")
	s := serverFor(c, echo)
	return s, ln, s.serve(ln)
}

// echo is a handle that sends back single bytes. It returns at 'r'.
func echo(conn net.Conn) {
	var b [1]byte
	for {
		if _, err := conn.Read(b[:]); err != nil || b[0] == 'r' {
			return
		}
		if _, err := conn.Write(b[:]); err != nil {
			return
		}
	}
}

// answered sends something and expects it back at once.
func answered(c *check.C, a *check.Conn, why string) {
	b := []byte{byte('0' + c.Rand().IntN(10))}
	a.Send(b)
	a.Expect(b, why)
}

// leave ends a connection from its handle.
func leave(a *check.Conn) {
	a.Send([]byte("r"))
	a.AwaitServerClosed("handle has returned: Serve must close the connection, or its client waits for ever.")
}

// isClosed awaits a Serve that must tell of a shutdown.
func isClosed(c *check.C, call *check.Call, when string) {
	began := c.Now()
	err := call.Returns(when + ": Serve must return, and not wait for connections.")
	if late := c.Now() - began; late > 0 {
		c.Failf("%s, and Serve returned %v later. Shutdown has to close the listener before it waits, and Serve has to return as soon as Accept fails: it does not wait for connections", when, late)
	}
	if err != shutdown.ErrClosed {
		c.Fail(check.Mistake{
			Message: when + ", and Serve did not return ErrClosed. Accept failed because the server closed its own listener, which is no failure: only ErrClosed tells the caller so",
			Got:     nettest.Show(err), Expected: nettest.Show(shutdown.ErrClosed),
		})
	}
}

// patient sees that a Shutdown still waits, for clients that are connected.
func patient(c *check.C, down *check.Call, why string, clients ...*check.Conn) {
	c.Settle()
	for _, a := range clients {
		if a.ServerClosed() {
			c.Failf("Shutdown was called, its context is not over, and the connection of %s was closed, in the middle of what it does. Connections are cut when the context is over, and not before", a.Name())
		}
	}
	down.StillRunning(why)
}

// noPanic sees that a call has not panicked so far.
func noPanic(c *check.C, call *check.Call, why string) {
	c.Settle()
	select {
	case <-call.Done():
		if value, ok := call.Panicked(); ok {
			c.Failf("%s and panicked with %v. A channel can be closed once: who is first does it, under a lock or in a sync.Once", why, value)
		}
	default:
	}
}

func TestServes(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln := c.Listen("the listener")
		var caller, handles atomic.Int64
		s := serverFor(c, func(conn net.Conn) {
			if handles.Add(1); caller.Load() == int64(panictest.Goroutine()) {
				caller.Store(-1)
			}
			echo(conn)
		})
		call := c.Go("Serve", func() error {
			caller.Store(int64(panictest.Goroutine()))
			return s.Serve(ln)
		})
		a, b := ln.Dial("A"), ln.Dial("B")
		answered(c, b, "A and B are connected, and A is silent: call handle for each connection on a goroutine of its own.")
		answered(c, a, "A is connected, and B was served: A must be served too.")
		leave(a)
		answered(c, b, "A has left, and B is connected: leave its connection open as long as handle is at work.")
		answered(c, ln.Dial("C"), "C came after A had left: go on accepting.")
		call.StillRunning("Nobody has called Shutdown, and the listener is open: accept more connections.")
		if n := handles.Load(); n != 3 {
			c.Failf("Three clients came, and handle was called %d times. Call it once for each connection", n)
		}
		if caller.Load() < 0 {
			c.Failf("handle was called on the goroutine on which Serve was called, which has to return as soon as Accept fails, whatever handle does: call handle on a goroutine of its own, for every connection")
		}
	})
}

func TestStopsAccepting(t *testing.T) {
	check.Run(t, func(c *check.C) {
		s, ln, call := started(c)
		a := ln.Dial("A")
		answered(c, a, "A must be served.")
		down := s.shut(context.Background(), "Shutdown")
		c.Settle()
		if !ln.Closed() {
			c.Failf("Shutdown was called, A is connected, and the listener is open: new clients connect to a server that is about to end. Close the listener first, and wait for connections after that")
		}
		isClosed(c, call, "Shutdown was called while A is connected")
		late := ln.Dial("a client that comes too late")
		c.Settle()
		if late.Accepted() {
			c.Failf("Shutdown was called, and a new client was accepted")
		}
		answered(c, a, "Shutdown was called, and A is connected: let it finish.")
		leave(a)
		nettest.Finished(c, down, "Shutdown was called, and the last client has left")
	})
}

func TestNobodyThere(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, v := range []struct {
			ctx context.Context
			how string
		}{
			{context.Background(), "No client is connected, and Shutdown was called"},
			{nettest.Over(), "No client is connected, and Shutdown was called with a context that was over already (a select chooses at random when both of its cases are ready: look again whether anybody is left)"},
		} {
			for range c.Amount(40, 120) { // what is left to chance shows sooner or later
				ln := c.Listen("the listener")
				s := serverFor(c, echo)
				call := s.serve(&nettest.Tap{Listener: ln}) // of which a second Close fails

				a := ln.Dial("A")
				leave(a)
				c.Settle()
				nettest.Finished(c, s.shut(v.ctx, "Shutdown"), v.how)
				isClosed(c, call, "Shutdown was called")
				again := s.shut(v.ctx, "second Shutdown")
				noPanic(c, again, "Shutdown was called for the second time,")
				nettest.Finished(c, again, v.how+", for the second time")
			}
		}
	})
}

func TestLetsFinish(t *testing.T) {
	check.Run(t, func(c *check.C) {
		s, ln, _ := started(c)
		a, b := ln.Dial("A"), ln.Dial("B")
		answered(c, a, "A must be served.")
		answered(c, b, "B must be served.")
		down := s.shut(context.Background(), "Shutdown")
		patient(c, down, "Shutdown was called, two clients are connected, and it has returned. Closing the listener is not all: wait until their connections are over", a, b)
		c.NoPolling("Shutdown waits for connections, and something in your package looks again and again whether they are over. Let the end of the last one wake it.")
		const wait = "Shutdown was called with a context that is never over, and connections are not over: wait for them, as long as it takes"
		down.StillRunning(wait)
		answered(c, a, "Shutdown was called a week ago with a context that is never over, and A is connected: let it finish.")
		leave(a)
		down.StillRunning("A has left, and B is connected. " + wait)
		answered(c, b, "Shutdown was called with a context that is never over, and B is connected: let it finish.")
		leave(b)
		nettest.Finished(c, down, "Shutdown was called, and the last client has left")
	})
}
