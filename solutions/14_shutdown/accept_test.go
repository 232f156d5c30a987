package shutdown_test

import (
	"context"
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
	check.Run(t, func(c *check.C) { nettest.ClosesFirst(c, newServer(c)) })
}

// Other listeners have words of their own for being closed, and Close may fail.
func TestOtherListeners(t *testing.T) {
	check.Run(t, func(c *check.C) { nettest.OtherListeners(c, newServer(c)) })
}
