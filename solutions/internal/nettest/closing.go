package nettest

import (
	"context"
	"errors"
	"io"
	"net"

	"workbook/grader/check"
)

// A Server is one that can be shut down, as the checks see it that several exercises
// have.
type Server interface {
	Serve(ln net.Listener) *check.Call
	Shut(ctx context.Context, name string) *check.Call
	Answers(a *check.Conn, why string)                          // a must be served
	Leave(a *check.Conn)                                        // a ends, without being cut
	IsClosed(call *check.Call, ln *check.Listener, when string) // a Serve has told of the shutdown
}

// ClosesFirst holds the Close of the listener, and sees that nobody goes on meanwhile.
func ClosesFirst(c *check.C, make func() Server) {
	for _, connected := range []bool{false, true} {
		ln := c.Listen("the listener")
		tap := &Tap{Listener: ln, Shutting: c.Gate("Close of the listener")}
		s := make()
		call := s.Serve(tap)
		a := ln.Dial("A")
		s.Answers(a, "A must be served.")
		if !connected {
			s.Leave(a)
		}
		down := s.Shut(Over(), "Shutdown")
		tap.Shutting.Arrived(1, "Shutdown was called: close the listener.")
		down.StillRunning("Shutdown was called, Close of the listener has not returned, and Shutdown has. Its caller takes the listener for closed, and somebody may connect to it: call Close on the goroutine of Shutdown, before all else")
		Long(c, "Close of the listener takes its time")
		down.StillRunning("Shutdown was called, Close of the listener takes very long and has not returned, and Shutdown has. Wait for that Close without a time limit: until it has returned the listener may be open")
		// Whose context lasts: of two that cut, either may find that nobody is left.
		second := s.Shut(context.Background(), "second Shutdown")
		second.StillRunning("Two Shutdowns were called, Close of the listener has not returned, which the first one called, and the second one has. Its caller, too, takes the listener for closed: whoever comes second waits until it is")
		if connected && a.ServerClosed() {
			c.Failf("Shutdown was called with a context that was over already, Close of the listener has not returned, and A's connection is cut. Stop accepting first: who is cut comes back")
		}
		tap.Shutting.Open()
		if connected {
			Cut(c, down, context.Canceled, "Shutdown was called with a context that was over already, while A is connected, and the listener is closed")
		} else {
			Finished(c, down, "Shutdown was called, nobody is connected, and the listener is closed")
		}
		second.Returns("The listener is closed: the second Shutdown must return, too.")
		s.IsClosed(call, ln, "Shutdown was called")
	}
	hastyWaits(c, make)
	serveClosesFirst(c, make, "Accept failed")
	serveClosesFirst(c, make, late)
}

const late = "Serve was called after Shutdown"

// serveClosesFirst is ClosesFirst for Serve, which closes its listener, too.
func serveClosesFirst(c *check.C, make func() Server, how string) {
	ln := c.Listen("the listener")
	tap := &Tap{Listener: ln, Shutting: c.Gate("Close of the listener")}
	s := make()
	if how == late {
		Finished(c, s.Shut(context.Background(), "Shutdown"), "Shutdown was called before Serve, and no client is connected")
	} else {
		ln.FailAccept(errors.New("accept: too many open files"))
	}
	call := s.Serve(tap)
	tap.Shutting.Arrived(1, how+": Serve must close the listener.")
	call.StillRunning(how + ", Close of the listener has not returned, and Serve has. Its caller may want to listen there anew, and the address is taken: close first, and return after that")
	Long(c, "Close of the listener takes its time")
	call.StillRunning(how + ", Close of the listener takes very long and has not returned, and Serve has. Wait for that Close without a time limit")
	var down *check.Call
	if how != late {
		down = s.Shut(context.Background(), "Shutdown")
		down.StillRunning(how + ", Serve closes the listener, and Shutdown was called before that Close has returned. Shutdown has returned, and its caller takes the listener for closed: close it in Shutdown, too, or wait for the one who does")
	}
	tap.Shutting.Open()
	call.Returns(how + ", and the listener is closed: Serve must return.")
	if down != nil {
		Finished(c, down, how+", Serve has closed the listener, and nobody is connected")
	}
}

// OtherListeners shuts servers down whose listeners are of other kinds.
func OtherListeners(c *check.C, make func() Server) {
	for _, v := range []struct {
		how         string
		gone, stuck error
	}{
		{"a listener whose Accept says in words of its own that it is closed, with an error that does not wrap net.ErrClosed", errors.New("the door is shut"), nil},
		{"a listener whose Accept gives io.EOF when it is closed", io.EOF, nil},
		{"a listener whose Accept gives context.Canceled when it is closed", context.Canceled, nil},
		{"a listener whose Accept gives an error without words when it is closed", errors.New(""), nil},
		{"a listener whose Close gives an error", nil, errors.New("the door jams")},
	} {
		tap := func(ln *check.Listener) *Tap { return &Tap{Listener: ln, Gone: v.gone, Stuck: v.stuck} }
		ln := c.Listen("the listener")
		s := make()
		call := s.Serve(tap(ln))
		a := ln.Dial("A")
		s.Answers(a, "A must be served.")
		down := s.Shut(context.Background(), "Shutdown")
		s.IsClosed(call, ln, "Shutdown was called, and closed "+v.how+". Accept's error does not matter then: Serve knows that its end is wanted")
		s.Leave(a)
		Finished(c, down, "Shutdown was called, and closed "+v.how+"; all connections are over")
		Finished(c, s.Shut(context.Background(), "second Shutdown"), "Shutdown was called a second time, and the first one has closed "+v.how+"; all connections are over")

		s = make()
		Finished(c, s.Shut(context.Background(), "Shutdown"), "Shutdown was called before Serve, and no client is connected")
		ln = c.Listen("another listener")
		s.IsClosed(s.Serve(tap(ln)), ln, "Serve was called after Shutdown, with "+v.how)
	}
}

// CutBeforeReturn holds the Closes of a cut, and sees that Shutdown waits for them: who
// is told that all is over may end the program. No Close is left out because another
// one has failed, as it does for a connection that its handle has closed already.
func CutBeforeReturn(c *check.C, make func() Server) {
	const when = "Shutdown was called with a context that was over already, while A and B are connected"
	cutBeforeReturn(c, make, &Tap{}, when)
	cutBeforeReturn(c, make, &Tap{Jammed: errors.New("the door jams")}, when+", whose Close gives an error")
	cutBeforeReturn(c, make, &Tap{From: &net.UnixAddr{Net: "unix"}}, when+", who have one RemoteAddr, as clients of a Unix socket have: what tells connections apart is the net.Conn itself")
	cutWhileClosing(c, make, true)
	cutWhileClosing(c, make, false)
}

// cutWhileClosing has a connection that is closed twice at the same time, by the end of
// its handler and by a cut. It is over when both have returned, and none of the two
// relies on the other.
func cutWhileClosing(c *check.C, make func() Server, cutLast bool) {
	ln := c.Listen("the listener")
	tap := &Tap{Listener: ln, Closing: c.Gate("Close of a connection")}
	s := make()
	s.Serve(tap)
	a := ln.Dial("A")
	s.Answers(a, "A must be served.")
	var down *check.Call
	if cutLast {
		a.CloseWrite()
		tap.Closing.Arrived(1, "A is done: close its connection.")
		down = s.Shut(Over(), "Shutdown")
		down.StillRunning("A is done, Close of its connection has not returned, and Shutdown has, which was called with a context that was over already. A connection is left until it is closed: close it in Shutdown, too, or wait for the one who does")
	} else {
		down = s.Shut(Over(), "Shutdown")
		tap.Closing.Arrived(1, "Shutdown was called with a context that was over already, while A is connected: cut the connection.")
		a.CloseWrite()
		c.Settle()
	}
	patient := s.Shut(context.Background(), "another Shutdown")
	patient.StillRunning("A is done, and Close of its connection, which was called by a Shutdown, has not returned. Another Shutdown has returned, whose context is not over. A connection is over when it is closed: whoever comes second must not take it for that")
	hasty := s.Shut(Over(), "a third Shutdown")
	hasty.StillRunning("Close of A's connection, which was called by a Shutdown, has not returned. A third one has, which was called with a context that was over already. A connection is left until it is closed: whoever cuts comes back when that is done, also when somebody else does it")
	tap.Closing.Open()
	down.Returns("The connection is closed: Shutdown must return.")
	hasty.Returns("The connection is closed: each Shutdown must return.")
	Finished(c, patient, "The connection is closed, and its handler has returned")
}

func cutBeforeReturn(c *check.C, make func() Server, tap *Tap, when string) {
	ln := c.Listen("the listener")
	tap.Listener, tap.Closing = ln, c.Gate("Close of a connection")
	s := make()
	s.Serve(tap)
	a, b := ln.Dial("A"), ln.Dial("B")
	s.Answers(a, "A must be served.")
	s.Answers(b, "B must be served.")
	down := s.Shut(Over(), "Shutdown")
	tap.Closing.Arrived(1, when+": cut the connections, by closing them.")
	down.StillRunning(when + ", Close of their connections has not returned, and Shutdown has. Its caller may end the program now, in the middle of that: call Close on the goroutine of Shutdown")
	Long(c, "Close of a connection takes its time")
	down.StillRunning(when + ", Close of their connections takes very long and has not returned, and Shutdown has. Wait for these Closes without a time limit")
	tap.Closing.Open()
	Cut(c, down, context.Canceled, when)
	for _, client := range []*check.Conn{a, b} {
		if !client.ServerClosed() {
			if tap.Jammed != nil {
				c.Failf("%s. It has returned, and the connection of %s is open. When one Close fails, go on with the next: a connection that its handler has closed already is no reason to spare the others", when, client.Name())
			}
			c.Failf("%s, it has returned, and the connection of %s is open: cut all of them before it returns", when, client.Name())
		}
	}
}
