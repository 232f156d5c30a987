package echotest

import (
	"errors"
	"fmt"
	"net"
	"sync/atomic"
	"time"

	"workbook/grader/check"
)

// An Echo is the server of a submission: it serves the clients of one listener
// until Accept fails.
type Echo func(net.Listener) error

// Start runs the server on a new listener.
func (echo Echo) Start(c *check.C) (*check.Listener, *check.Call) {
	ln := c.Listen("the listener")
	return ln, c.Go("Echo", func() error { return echo(ln) })
}

// AsItArrives checks that each byte comes back at once, after pauses of any length.
func (echo Echo) AsItArrives(c *check.C) {
	ln := c.Listen("the listener")
	var reads atomic.Int64
	c.Go("Echo", func() error { return echo(Counting{Listener: ln, Reads: &reads}) })
	a := ln.Dial("A")
	pauses := []time.Duration{0, 0, time.Millisecond, time.Second, time.Minute, 20 * time.Minute}
	for i, pause := range pauses {
		before := reads.Load()
		c.Sleep(pause)
		Exchange(c, a, c.Bytes(1), fmt.Sprintf("A sent one byte, its %s, after a pause of %v: each byte must come back as soon as it arrives, and a client may be silent for as long as it likes.", Ordinal(i+1), pause))
		if i == len(pauses)-1 && reads.Load()-before < 3 {
			// It does not wake up in between, so that a long pause costs nothing.
			c.Sleep(2 * time.Hour)
			Exchange(c, a, c.Bytes(1), "A sent one byte after a pause of two hours: a client may be silent for as long as it likes.")
		}
	}
}

// ClosesAfterEOF checks that clients who are done, one after the other, have
// everything back and are closed, each when it is done.
func (echo Echo) ClosesAfterEOF(c *check.C) {
	ln, call := echo.Start(c)

	a := ln.Dial("A")
	sent := c.Bytes(3000)
	a.Send(sent)
	a.CloseWrite()
	a.Expect(sent, "A sent 3000 bytes, closed its writing side, and goes on reading: it must still get everything back.")
	a.ExpectEOF("A is done and has everything back: close its connection, or it waits for more for ever.")
	a.AwaitServerClosed("A is done and has everything back: close its connection when serving it is over, not when the server is.")

	b := ln.Dial("B")
	b.CloseWrite()
	b.ExpectEOF("B was done before it sent a byte: its connection must be closed too.")
	b.AwaitServerClosed("B was done before it sent a byte: its connection must be closed too.")

	d := ln.Dial("C")
	Exchange(c, d, Greeting(c, "C"), "C came after two clients that are done: it must be served as they were.")
	d.Close()
	d.AwaitServerClosed("C has hung up: the server's end of its connection must be closed too.")

	call.StillRunning("Three clients came and went in good order, and the listener is open: wait for the next one.")
}

// BytesWithEOF checks that bytes which Read gives together with io.EOF come back.
func (echo Echo) BytesWithEOF(c *check.C) {
	sent := c.Bytes(300)
	ln := c.Listen("the listener")
	c.Go("Echo", func() error { return echo(Hasty{Listener: ln, Size: len(sent)}) })
	a := ln.Dial("A")
	a.Send(sent)
	a.CloseWrite()
	a.Expect(sent, "A Read may give bytes and io.EOF in one call, and here it does: send the n bytes back first, then look at the error.")
	a.ExpectEOF("A is done and has everything back: close its connection.")
}

// ListenerClosed checks that the server waits for clients, and ends quietly when
// its listener is closed.
func (echo Echo) ListenerClosed(c *check.C) {
	ln, call := echo.Start(c)
	call.StillRunning("Nobody has come yet, and the listener is open: wait in Accept.")
	ln.Close()
	EndsQuietly(c, call, "The listener was closed")
}

// AcceptFails checks that a failure of Accept is returned, the first one too.
func (echo Echo) AcceptFails(c *check.C) {
	ln, call := echo.Start(c)
	call.StillRunning("Nobody has come yet, and the listener is open: wait in Accept.")
	broken := errors.New("accept: too many open files")
	ln.FailAccept(broken)
	EndsWith(c, call, broken, "Accept failed")

	ln = c.Listen("another listener")
	gone := &net.OpError{Op: "accept", Net: "tcp", Err: errors.New("the network is down")}
	ln.FailAccept(gone)
	call = c.Go("Echo", func() error { return echo(ln) })
	EndsWith(c, call, gone, "The very first Accept failed")
}
