package bounded_test

import (
	"errors"
	"fmt"
	"net"
	"testing"

	"workbook/grader/check"
	"workbook/solutions/internal/nettest"
)

// ends expects the end of Serve: with an error that wraps want, or with nil when want
// is nil.
func ends(c *check.C, call *check.Call, want error, when string) {
	err := call.Returns(when + ": Serve must return, when the last connection is closed, and not call Accept again.")
	switch {
	case want == nil && err != nil:
		c.Fail(check.Mistake{
			Message: when + ", which is an ordinary end, and Serve returned an error: when errors.Is finds net.ErrClosed in the error of Accept, return nil.",
			Got:     fmt.Sprintf("the error %q", err), Expected: "nil",
		})
	case want != nil && err == nil:
		c.Fail(check.Mistake{
			Message: when + ", though the listener was not closed, and Serve returned nil: its caller would think that all is well.",
			Got:     "nil", Expected: fmt.Sprintf("an error that wraps %q", want),
		})
	case want != nil && !check.Wraps(err, want):
		c.Fail(check.Mistake{
			Message: when + ", and Serve returned an error that does not wrap Accept's: use fmt.Errorf with %w, so that errors.Is finds it.",
			Got:     fmt.Sprintf("the error %q", err), Expected: fmt.Sprintf("an error that wraps %q", want),
		})
	}
}

// waits sees that Serve waits for A and B, of whom one returns and one panics.
func waits(c *check.C, call *check.Call, when string, a, b *check.Conn) {
	const why = ", clients are connected, and Serve has returned. Its caller may end the program now, in the middle of what they do: wait for them first"
	call.StillRunning(when + why)
	for _, client := range []*check.Conn{a, b} {
		if client.ServerClosed() {
			c.Failf("%s, and the connection of %s was closed, in the middle of what it does. Those who are connected go on to their own end", when, client.Name())
		}
	}
	answered(c, a, when+", and A is connected: it must be served to its end.")
	answered(c, b, when+", and B is connected: it must be served to its end.")
	a.Send([]byte("p"))
	a.AwaitServerClosed("handle panicked: the connection must be closed.")
	call.StillRunning(when + " and A has left, but B is connected, and Serve has returned. Wait for all of them")
	answered(c, b, when+", and B is connected: it must be served to its end.")
	b.Send([]byte("r"))
	b.AwaitServerClosed("handle has returned: the connection must be closed.")
}

func TestClosedWhileFull(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln := c.Listen("the listener")
		call := start(c, ln, 2, lines)
		a, b := ln.Dial("A"), ln.Dial("B")
		answered(c, a, "A comes first.")
		answered(c, b, "B comes second.")
		ln.Dial("C")
		c.Settle()
		ln.Close()
		waits(c, call, "The listener was closed while all slots were taken", a, b)
		ends(c, call, nil, "The listener was closed while all slots were taken, and the last client has left")
	})
}

func TestAcceptFails(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, v := range nettest.Failures() {
			ln := c.Listen("the listener")
			tap := &nettest.Tap{Listener: ln}
			ln.FailAccept(v.Err)
			ends(c, start(c, tap, 1, lines), v.Err, "The very first Accept failed "+v.What)
			left(c, tap, v.What)

			ln = c.Listen("another listener")
			tap = &nettest.Tap{Listener: ln}
			call := start(c, tap, 3, lines)
			a, b := ln.Dial("A"), ln.Dial("B")
			answered(c, a, "A comes first.")
			answered(c, b, "B comes second.")
			ln.FailAccept(v.Err)
			c.Settle()
			late := ln.Dial("C")
			waits(c, call, "Accept failed "+v.What, a, b)
			ends(c, call, v.Err, "Accept failed "+v.What+", and the last client has left")
			if late.Accepted() {
				c.Failf("Accept failed %s, and Serve called it again: C, who came later, was accepted. An error of Accept is the end, whatever it says of itself: whether to go on is for the caller to decide", v.What)
			}
			left(c, tap, v.What)
		}
	})
}

// What has been accepted counts from then on, and not from when its goroutine has begun.
func TestFailsAtOnce(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for range 10 { // which goroutine comes first is up to chance
			ln := c.Listen("the listener")
			broken := errors.New("accept: too many open files")
			a := ln.Dial("A")
			call := start(c, &nettest.Tap{Listener: ln, Only: broken}, 2, lines)
			call.StillRunning("Accept gave the connection of A, the next Accept failed at once, and Serve has returned, while A is connected. A connection counts as soon as Accept has given it: count it before the go statement, and not on the goroutine that is started")
			answered(c, a, "A is connected: it must be served to its end.")
			a.Send([]byte("r"))
			a.AwaitServerClosed("handle has returned: the connection must be closed.")
			ends(c, call, broken, "Accept gave the connection of A and then failed, and A has left")
		}
	})
}

// left sees that Serve has left the listener to its caller.
func left(c *check.C, tap *nettest.Tap, what string) {
	if tap.Shut() {
		c.Failf("Accept failed %s, and Serve closed the listener. It belongs to the caller, who may want to try again", what)
	}
}

// However Accept says that the listener is closed, it is.
func TestListenerClosed(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln := c.Listen("the listener")
		call := start(c, ln, 3, lines)
		call.StillRunning("Nobody has come yet, and the listener is open: wait in Accept.")
		ln.Close()
		ends(c, call, nil, "The listener was closed")
		c.NoLeaks("The listener was closed, Serve has returned, and a goroutine is left")

		ln = c.Listen("another listener")
		call = start(c, ln, 3, lines)
		a, b := ln.Dial("A"), ln.Dial("B")
		answered(c, a, "A comes first.")
		answered(c, b, "B comes second.")
		ln.Close()
		waits(c, call, "The listener was closed", a, b)
		ends(c, call, nil, "The listener was closed, and the last client has left")
		c.NoLeaks("The listener was closed, Serve has returned, and a goroutine is left")

		for _, gone := range []error{
			net.ErrClosed,
			&nettest.Foreign{Cause: net.ErrClosed},
			&net.OpError{Op: "accept", Net: "tcp", Err: &nettest.Foreign{Cause: net.ErrClosed}},
			errors.Join(errors.New("the door is shut"), net.ErrClosed),
		} {
			ln := c.Listen("a listener of another kind")
			call := start(c, &nettest.Tap{Listener: ln, Gone: gone}, 3, lines)
			c.Settle()
			ln.Close()
			ends(c, call, nil, fmt.Sprintf("A listener of another kind was closed, whose Accept then fails with %q, a %T that wraps net.ErrClosed", gone, gone))
		}
		twoServers(c)
	})
}

// twoServers has two calls of Serve, each with slots and an end of its own.
func twoServers(c *check.C) {
	first, second := c.Listen("the listener of the first Serve"), c.Listen("the listener of the second Serve")
	start(c, first, 1, lines)
	a := first.Dial("A")
	answered(c, a, "A came first.")
	const two = "Serve was called twice, with a listener each and room for one each"
	call := start(c, second, 1, lines)
	b := second.Dial("B")
	answered(c, b, two+". A is connected to the first, and B has come to the second: both calls have slots of their own, so make them in Serve, and not in a variable of the package.")
	second.Close()
	b.Send([]byte("r"))
	b.AwaitServerClosed("handle has returned: close the connection.")
	const over = two + ". A is connected to the first, the listener of the second was closed, and B, its only client, has left"
	call.Returns(over + ": the second Serve must return. It waits for the connections that it has accepted itself, so count them in a variable of Serve, and not of the package.")
	ends(c, call, nil, over)
	answered(c, a, over+". A must be served as before.")
	a.Send([]byte("r"))
	a.AwaitServerClosed("handle has returned: close the connection.")
	answered(c, first.Dial("C"), two+". The second one has returned, A has left the first, and C has come to it: A's slot must be there again. What belongs to one call of Serve must not stand in a variable of the package.")
}
