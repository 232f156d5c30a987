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

		ln := c.Listen("a listener whose Close fails")
		s := serverFor(c, echo)
		call := s.serve(&nettest.Tap{Listener: ln, Stuck: errors.New("the door jams")})
		a := ln.Dial("A")
		answered(c, a, "A must be served.")
		broken := errors.New("accept: too many open files")
		ln.FailAccept(broken)
		const jams = "Accept failed, and then Close of the listener, of which nobody needs to know"
		failed(c, call, broken, jams)
		lastsOn(c, s, a, jams)

		s, ln, call = started(c)
		a = ln.Dial("A")
		answered(c, a, "A must be served.")
		ln.Close()
		const how = "Somebody else closed the listener"
		failed(c, call, net.ErrClosed, how)
		lastsOn(c, s, a, how)
		nettest.CutAfterFailure(c, newServer(c))
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
		nettest.ClosesFirst(c, newServer(c))
		closedByShutdown(c)
	})
}

// A slowDoor makes Accept fail as soon as Close is called, which takes its time after that.
type slowDoor struct {
	*check.Listener
	closing *check.Gate
}

func (l *slowDoor) Close() error {
	err := l.Listener.Close()
	l.closing.Wait()
	return err
}

// closedByShutdown sees that Serve does not return before the Close that Shutdown has called,
// or one of its own.
func closedByShutdown(c *check.C) {
	ln := &slowDoor{c.Listen("the listener"), c.Gate("Close of the listener")}
	s := serverFor(c, echo)
	call := s.serve(ln)
	c.Settle()
	down := s.shut(context.Background(), "Shutdown")
	ln.closing.Arrived(1, "Shutdown was called: close the listener.")
	const when = "Shutdown has called Close of the listener, which has made Accept fail and has not returned"
	call.StillRunning(when + ". Serve has returned, and its caller may want to listen there anew, while the address is taken. Close the listener in Serve, too, or wait for the one who does, and return after that")
	ln.closing.Open()
	nettest.Finished(c, down, "Shutdown was called, the listener is closed, and nobody is connected")
	isClosed(c, call, "Shutdown was called, and the listener is closed")
}

// Other listeners have words of their own for being closed, and Close may fail.
func TestOtherListeners(t *testing.T) {
	check.Run(t, func(c *check.C) { nettest.OtherListeners(c, newServer(c)) })
}
