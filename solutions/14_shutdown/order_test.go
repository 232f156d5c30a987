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
		s := serverFor(c, echo)
		nettest.Finished(c, s.shut(context.Background(), "Shutdown"), "Shutdown was called before Serve, and no client is connected")
		ln := c.Listen("the listener")
		a := ln.Dial("A")
		isClosed(c, s.serve(ln), "Shutdown was called, and then Serve")
		if a.Accepted() {
			c.Failf("Shutdown was called, and then Serve, which accepted a client. A server that was shut down stays so: a program may be told to end before it has got to Serve")
		}
		if !ln.Closed() {
			c.Failf("Shutdown was called, and then Serve, which returned and left the listener open: clients connect, and nobody will ever accept them. Close it")
		}
	})
}

func TestLateConnection(t *testing.T) {
	check.Run(t, func(c *check.C) {
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
		tap.Accepting.Open()
		const late = "Accept was just about to give a connection when Shutdown was called. Shutdown may have returned by now, so nobody would wait for this connection"
		a.AwaitServerClosed(late + ": close it.")
		if handled.Load() > 0 {
			c.Failf("%s: close it, and do not call handle. Ask under the lock under which connections are counted whether the server is down", late)
		}
		nettest.Finished(c, down, "Shutdown was called, and the connection that came too late is closed")
		isClosed(c, call, "Shutdown was called")
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
		tap.Closing.Open()
		nettest.Finished(c, down, "The last connection is closed")
	})
}

func TestAllAtOnce(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for i := range 20 {
			ln := c.Listen("the listener")
			s := serverFor(c, func(conn net.Conn) { conn.Write([]byte("hello")) })
			start := make(chan struct{})
			if i%4 < 2 { // without clients nothing but Serve and Shutdown take locks
				for j := range 3 {
					ln.Dial(fmt.Sprintf("client %d", j+1))
				}
			}
			var served, down *check.Call
			for j := range 2 { // who waits first is mostly woken first
				if (i+j)%2 == 0 {
					served = c.Go("Serve", func() error {
						<-start
						return s.Serve(ln)
					})
				} else {
					down = c.Go("Shutdown", func() error {
						<-start
						return s.Shutdown(context.Background())
					})
				}
				c.Settle()
			}
			close(start)
			nettest.Finished(c, down, "Serve and Shutdown were called at the same time, and every handle returns by itself")
			isClosed(c, served, "Serve and Shutdown were called at the same time")
			if !ln.Closed() {
				c.Failf("Serve and Shutdown were called at the same time, both have returned, and the listener is open")
			}

			ln = c.Listen("another listener")
			s = serverFor(c, echo)
			served = s.serve(ln)
			start = make(chan struct{})
			down = c.Go("Shutdown", func() error {
				<-start
				return s.Shutdown(context.Background())
			})
			c.Settle()
			broken := errors.New("accept: too many open files")
			ln.FailAccept(broken)
			close(start)
			nettest.Finished(c, down, "Accept failed and Shutdown was called at the same time, and no client is connected")
			if err := served.Returns("Accept failed and Shutdown was called at the same time: Serve must return."); err != shutdown.ErrClosed && !check.Wraps(err, broken) {
				c.Fail(check.Mistake{
					Message: "Accept failed and Shutdown was called at the same time: Serve may tell of either, and of nothing else.",
					Got:     nettest.Show(err), Expected: "ErrClosed or an error that wraps " + nettest.Show(broken),
				})
			}
		}
	})
}
