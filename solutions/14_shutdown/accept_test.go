package shutdown_test

import (
	"context"
	"errors"
	"net"
	"testing"

	shutdown "workbook/solutions/14_shutdown"

	"workbook/grader/check"
	"workbook/solutions/internal/nettest"
)

func TestAcceptFails(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, v := range nettest.Failures() {
			s := serverFor(c, echo)
			ln := c.Listen("the listener")
			call := s.serve(&nettest.Tap{Listener: ln})
			a := ln.Dial("A")
			answered(c, a, "A must be served.")
			ln.FailAccept(v.Err)
			how := "Accept failed " + v.What
			failed(c, call, v.Err, how)
			if !ln.Closed() {
				c.Failf("%s, and Serve has returned and left the listener open: clients connect, and nobody will ever accept them. Close it", how)
			}
			lastsOn(c, s, a, how)
		}

		s, ln, call := started(c)
		a := ln.Dial("A")
		answered(c, a, "A must be served.")
		ln.Close()
		const how = "Somebody else closed the listener"
		failed(c, call, net.ErrClosed, how)
		lastsOn(c, s, a, how)
	})
}

// failed awaits a Serve that must tell of a failure, at once.
func failed(c *check.C, call *check.Call, want error, how string) {
	call.AtOnce(how + ": Serve must return at once. An error of Accept is the end, whatever it says of itself.")
	err := call.Returns(how + ": Serve must return, and not wait for connections.")
	switch {
	case err == shutdown.ErrClosed:
		c.Failf("%s, nobody has called Shutdown, and Serve returned ErrClosed: its caller would think that the end was wanted", how)
	case err == nil || !check.Wraps(err, want):
		c.Fail(check.Mistake{
			Message: how + ", nobody has called Shutdown, and Serve did not return an error that wraps Accept's. Use fmt.Errorf with %w, so that errors.Is finds it.",
			Got:     nettest.Show(err), Expected: "an error that wraps " + nettest.Show(want),
		})
	}
}

// lastsOn sees that a client of a Serve that failed is served, and waited for.
func lastsOn(c *check.C, s *server, a *check.Conn, how string) {
	answered(c, a, how+", and A is connected: it must be served to its own end.")
	down := s.shut(context.Background(), "Shutdown")
	patient(c, down, how+", Serve has returned, A is connected, and Shutdown has returned. It waits for all connections, whether Serve is at work or not", a)
	leave(a)
	nettest.Finished(c, down, how+", and A has left")
}

// Close of the listener may take its time, and whoever closes it waits for that.
func TestClosesFirst(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, connected := range []bool{false, true} {
			ln := c.Listen("the listener")
			tap := &nettest.Tap{Listener: ln, Shutting: c.Gate("Close of the listener")}
			s := serverFor(c, echo)
			call := s.serve(tap)
			a := ln.Dial("A")
			answered(c, a, "A must be served.")
			if !connected {
				leave(a)
			}
			down := s.shut(nettest.Over(), "Shutdown")
			tap.Shutting.Arrived(1, "Shutdown was called: close the listener.")
			down.StillRunning("Shutdown was called, Close of the listener has not returned, and Shutdown has. Its caller takes the server for closed, and somebody may connect to it: call Close on the goroutine of Shutdown, before all else")
			if connected && a.ServerClosed() {
				c.Failf("Shutdown was called with a context that was over already, Close of the listener has not returned, and A's connection is cut. Stop accepting first: who is cut comes back")
			}
			tap.Shutting.Open()
			if connected {
				nettest.Cut(c, down, context.Canceled, "Shutdown was called with a context that was over already, while A is connected, and the listener is closed")
			} else {
				nettest.Finished(c, down, "Shutdown was called, nobody is connected, and the listener is closed")
			}
			isClosed(c, call, "Shutdown was called")
		}

		for _, late := range []bool{false, true} {
			how := "Accept failed"
			ln := c.Listen("the listener")
			tap := &nettest.Tap{Listener: ln, Shutting: c.Gate("Close of the listener")}
			s := serverFor(c, echo)
			if late {
				how = "Serve was called after Shutdown"
				nettest.Finished(c, s.shut(context.Background(), "Shutdown"), "Shutdown was called before Serve, and no client is connected")
			} else {
				ln.FailAccept(errors.New("accept: too many open files"))
			}
			call := s.serve(tap)
			tap.Shutting.Arrived(1, how+": Serve must close the listener.")
			call.StillRunning(how + ", Close of the listener has not returned, and Serve has. Its caller may want to listen there anew, and the address is taken: close first, and return after that")
			tap.Shutting.Open()
			call.Returns(how + ", and the listener is closed: Serve must return.")
		}
	})
}

// Other listeners have words of their own for being closed, and Close may fail.
func TestOtherListeners(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, v := range []struct {
			how  string
			make func(ln *check.Listener) *nettest.Tap
		}{
			{"a listener whose Accept says in words of its own that it is closed, with an error that does not wrap net.ErrClosed", func(ln *check.Listener) *nettest.Tap {
				return &nettest.Tap{Listener: ln, Gone: errors.New("the door is shut")}
			}},
			{"a listener whose Close gives an error", func(ln *check.Listener) *nettest.Tap {
				return &nettest.Tap{Listener: ln, Stuck: errors.New("the door jams")}
			}},
		} {
			ln := c.Listen("the listener")
			tap := v.make(ln)
			s := serverFor(c, echo)
			call := s.serve(tap)
			a := ln.Dial("A")
			answered(c, a, "A must be served.")
			down := s.shut(context.Background(), "Shutdown")
			isClosed(c, call, "Shutdown was called, and closed "+v.how+". Accept's error does not matter then: Serve knows that it is wanted")
			leave(a)
			nettest.Finished(c, down, "Shutdown was called, and closed "+v.how+"; all connections are over")
			nettest.Finished(c, s.shut(context.Background(), "second Shutdown"), "Shutdown was called a second time, and the first one has closed "+v.how+"; all connections are over")

			s = serverFor(c, echo)
			nettest.Finished(c, s.shut(context.Background(), "Shutdown"), "Shutdown was called before Serve, and no client is connected")
			isClosed(c, s.serve(v.make(c.Listen("another listener"))), "Serve was called after Shutdown, with "+v.how)
		}
	})
}
