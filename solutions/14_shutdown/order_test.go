package shutdown_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync/atomic"
	"testing"

	shutdown "workbook/solutions/14_shutdown"

	"workbook/grader/check"
	"workbook/solutions/internal/nettest"
)

func TestShutdownFirst(t *testing.T) {
	check.Run(t, func(c *check.C) {
		shutFirst(c, context.Background(), "Shutdown was called before Serve, and no client is connected")
		shutFirst(c, nettest.Over(), "Shutdown was called before Serve with a context that was over already, and no client is connected, so that nothing is left to cut")
	})
}

// shutFirst calls Shutdown before Serve.
func shutFirst(c *check.C, ctx context.Context, how string) {
	s := serverFor(c, echo)
	nettest.Finished(c, s.shut(ctx, "Shutdown"), how)
	ln := c.Listen("the listener")
	a := ln.Dial("A")
	isClosed(c, s.serve(ln), "Shutdown was called, and then Serve")
	if a.Accepted() {
		c.Failf("Shutdown was called, and then Serve, which accepted a client. A server that was shut down stays so: a program may be told to end before it has got to Serve")
	}
	if !ln.Closed() {
		c.Failf("Shutdown was called, and then Serve, which returned and left the listener open: clients connect, and nobody will ever accept them. Close it")
	}
}

func TestLateConnection(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for range 3 {
			ln := c.Listen("the listener")
			tap := &nettest.Tap{Listener: ln, Accepting: c.Gate("the end of Accept")}
			var handled atomic.Int64
			s := serverFor(c, func(conn net.Conn) {
				handled.Add(1)
				echo(conn)
			})
			call := s.serve(tap)
			a := ln.Dial("A")
			tap.Accepting.Arrived(1, "A has connected: call Accept.")
			down := s.shut(context.Background(), "Shutdown")
			c.Settle()
			nettest.Hurried(c, s.shut)
			tap.Accepting.Open()
			const late = "Accept was just about to give a connection when Shutdown was called. Shutdown may have returned by now, so nobody would wait for this connection"
			a.AwaitServerClosed(late + ": close it.")
			if handled.Load() > 0 {
				c.Failf("%s: close it, and do not call handle. Ask under the lock under which connections are counted whether the server is down", late)
			}
			nettest.Finished(c, down, "Shutdown was called, and the connection that came too late is closed")
			isClosed(c, call, "Shutdown was called")
			nettest.Finished(c, s.shut(context.Background(), "second Shutdown"), "Shutdown was called again, and the connection that came too late is closed")
		}
	})
}

func TestClosedBeforeNil(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln := c.Listen("the listener")
		tap := &nettest.Tap{Listener: ln, Closing: c.Gate("Close of a connection")}
		s := serverFor(c, echo)
		s.serve(tap)
		a := ln.Dial("A")
		answered(c, a, "A must be served.")
		a.Send([]byte("r"))
		tap.Closing.Arrived(1, "handle has returned: close the connection.")
		down := s.shut(context.Background(), "Shutdown")
		down.StillRunning("handle has returned, Close of its connection has not, and Shutdown returned nil. Its caller may end the program now, and the last bytes may not be sent: a connection is over when it is closed")
		nettest.Long(c, "Close of a connection takes its time")
		down.StillRunning("handle has returned, Close of its connection takes very long and has not returned, and Shutdown returned nil. Wait for that Close without a time limit")
		tap.Closing.Open()
		nettest.Finished(c, down, "The last connection is closed")
		nettest.OverThoughCloseFails(c, newServer(c))
	})
}

func TestAllAtOnce(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for i := range c.Amount(20, 60) { // what is left to chance shows sooner or later
			serveAndShutdown(c, i)
			failAndShutdown(c)
			for range 3 {
				comeAndShutdown(c)
			}
		}
	})
}

// together starts calls that all wait for the same event, the first first. Who waits first is
// mostly woken first. A plain channel: nothing but the learner's code orders them.
func together(c *check.C, names []string, fs ...func() error) []*check.Call {
	start := make(chan struct{})
	calls := make([]*check.Call, len(fs))
	for i, f := range fs {
		calls[i] = c.Go(names[i], func() error {
			<-start
			return f()
		})
		c.Settle()
	}
	close(start)
	return calls
}

// serveAndShutdown calls both at the same time.
func serveAndShutdown(c *check.C, i int) {
	ln := c.Listen("the listener")
	s := serverFor(c, func(conn net.Conn) { conn.Write([]byte("hello")) })
	if i%4 < 2 { // without clients nothing but Serve and Shutdown take locks
		for j := range 3 {
			ln.Dial(fmt.Sprintf("client %d", j+1))
		}
	}
	serve, shut := func() error { return s.Serve(ln) }, func() error { return s.Shutdown(context.Background()) }
	var served, down *check.Call
	if i%2 == 0 {
		calls := together(c, []string{"Serve", "Shutdown"}, serve, shut)
		served, down = calls[0], calls[1]
	} else {
		calls := together(c, []string{"Shutdown", "Serve"}, shut, serve)
		down, served = calls[0], calls[1]
	}
	nettest.Finished(c, down, "Serve and Shutdown were called at the same time, and every handle returns by itself")
	isClosed(c, served, "Serve and Shutdown were called at the same time")
	if !ln.Closed() {
		c.Failf("Serve and Shutdown were called at the same time, both have returned, and the listener is open")
	}
}

// failAndShutdown lets Accept fail while Shutdown is called.
func failAndShutdown(c *check.C) {
	s, ln, served := started(c)
	c.Settle()
	broken := errors.New("accept: too many open files")
	calls := together(c, []string{"Shutdown", "the failure"},
		func() error { return s.Shutdown(context.Background()) },
		func() error { ln.FailAccept(broken); return nil })
	nettest.Finished(c, calls[0], "Accept failed and Shutdown was called at the same time, and no client is connected")
	calls[1].Returns("The hidden test lets Accept fail.")
	if err := served.Returns("Accept failed and Shutdown was called at the same time: Serve must return."); err != shutdown.ErrClosed && !check.Wraps(err, broken) {
		c.Fail(check.Mistake{
			Message: "Accept failed and Shutdown was called at the same time: Serve may tell of either, and of nothing else.",
			Got:     nettest.Show(err), Expected: "ErrClosed or an error that wraps " + nettest.Show(broken),
		})
	}
}

// comeAndShutdown lets a client through the door while Shutdown is called. Both wait at the
// same gate; what Accept and Shutdown do then takes about a microsecond, and the one
// who calls Shutdown loses as much time as chance says.
func comeAndShutdown(c *check.C) {
	ln := c.Listen("the listener")
	tap := &nettest.Tap{Listener: ln, Accepting: c.Gate("the door")}
	var working, spun atomic.Int64
	s := serverFor(c, func(conn net.Conn) {
		working.Add(1)
		defer working.Add(-1)
		echo(conn)
	})
	served := s.serve(tap)
	a := ln.Dial("A")
	spins := c.Rand().IntN(300)
	down := c.Go("Shutdown", func() error {
		tap.Accepting.Wait()
		for range spins {
			spun.Add(1)
		}
		return s.Shutdown(context.Background())
	})
	tap.Accepting.Arrived(2, "A has connected: call Accept.")
	tap.Accepting.Open()
	if !down.Running() && working.Load() > 0 {
		c.Failf("Accept gave a connection while Shutdown was called, which has returned, and handle is at work for that connection. Whether the server is down, and how many connections there are, must be asked and changed under one lock")
	}
	a.Close()
	nettest.Finished(c, down, "A client came and left while Shutdown was called")
	isClosed(c, served, "Shutdown was called")
}
