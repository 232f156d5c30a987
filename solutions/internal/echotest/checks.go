package echotest

import (
	"fmt"
	"net"
	"time"

	"workbook/grader/check"
	"workbook/solutions/internal/nettest"
	"workbook/solutions/internal/pausetest"
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
	ln, _ := echo.Start(c)
	PausesOf(c, ln.Dial("A"))
}

// PausesOf lets clients say one byte after each of some pauses, the last of which is
// two hundred years.
func PausesOf(c *check.C, clients ...*check.Conn) {
	n := 0
	pausetest.Each(c, func(pause time.Duration) {
		n++
		for _, a := range clients {
			Exchange(c, a, c.Bytes(1), fmt.Sprintf("%s sent one byte, its %s, after a pause of %s: each byte must come back as soon as it arrives, and a client may be silent for as long as it likes, without a time limit.", a.Name(), Ordinal(n), pausetest.Long(pause)))
		}
	})
}

// ClosesAfterEOF checks that clients who are done, one after the other, have
// everything back and are closed, each when it is done.
func (echo Echo) ClosesAfterEOF(c *check.C) {
	ln, call := echo.Start(c)

	a := ln.Dial("A")
	sent := a.Payload(3000)
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

// OneAddress checks that clients whose addresses are the same are clients of their own.
func (echo Echo) OneAddress(c *check.C) {
	ln := c.Listen("a listener whose clients have no address")
	call := c.Go("Echo", func() error { return echo(&nettest.Tap{Listener: ln, From: nameless}) })
	const apart = ", and both have one RemoteAddr, as clients of a Unix socket have: what tells them apart is the net.Conn, and not its address."
	a, b := ln.Dial("A"), ln.Dial("B")
	Exchange(c, a, Greeting(c, "A"), "A came first.")
	Exchange(c, b, Greeting(c, "B"), "B came while A is connected"+apart)
	Exchange(c, a, Greeting(c, "A"), "B came while A is connected"+apart+" A must be served as before.")
	b.Close()
	b.AwaitServerClosed("B has hung up" + apart)
	Exchange(c, a, Greeting(c, "A"), "B has hung up while A is connected"+apart+" A must be served as before.")
	a.Close()
	ln.Close()
	EndsQuietly(c, call, "All clients are gone, and the listener was closed")
}

// BytesWithEOF checks that bytes which Read gives together with io.EOF come back.
func (echo Echo) BytesWithEOF(c *check.C) {
	const size = 300
	ln := c.Listen("the listener")
	c.Go("Echo", func() error { return echo(Hasty{Listener: ln, Size: size}) })
	a := ln.Dial("A")
	sent := a.Payload(size)
	a.Send(sent)
	a.CloseWrite()
	a.Expect(sent, "A Read may give bytes and io.EOF in one call, and here it does: send the n bytes back first, then look at the error.")
	a.ExpectEOF("A is done and has everything back: close its connection.")

	ln = c.Listen("the listener")
	c.Go("Echo", func() error { return echo(Idle{ln}) })
	GivesNothing(c, ln.Dial("B"))
}

// GivesNothing exchanges words with a client of an [Idle] listener.
func GivesNothing(c *check.C, a *check.Conn) {
	for range 3 {
		Exchange(c, a, Greeting(c, a.Name()), "A Read may give no bytes and no error, which means that nothing has happened, and here it does: only an error is the end. Read again.")
	}
	a.CloseWrite()
	a.ExpectEOF(a.Name() + " is done and has everything back: close its connection.")
}

// CloseFails checks that nothing comes of a Close that fails, but for the
// connection that it is about.
func (echo Echo) CloseFails(c *check.C) {
	ln := c.Listen("the listener")
	call := c.Go("Echo", func() error { return echo(CloseFails(ln)) })
	a := ln.Dial("A")
	Exchange(c, a, Greeting(c, "A"), "A comes first.")
	a.CloseWrite()
	a.ExpectEOF("A is done: its connection must be closed.")
	call.StillRunning("A is done, and Close of its connection gave an error: that is A's affair, who is gone. Go on with the next client.")
	b := ln.Dial("B")
	Exchange(c, b, Greeting(c, "B"), "B came after A, the Close of whose connection gave an error: B must be served.")
	b.Close()
	ln.Close()
	EndsQuietly(c, call, "The listener was closed, after a Close of a connection had given an error")
}

// TwoAtOnce runs the server for two listeners at the same time.
func (echo Echo) TwoAtOnce(c *check.C) {
	one, oneEnds := echo.Start(c)
	two, twoEnds := echo.Start(c)
	a, b := one.Dial("A"), two.Dial("B")
	Exchange(c, a, Greeting(c, "A"), "A came to one listener, and another Echo serves another one: A must be answered.")
	Exchange(c, b, Greeting(c, "B"), "Echo was called for two listeners. A is connected to one of them, and B to the other: one has nothing to do with the other. What an Echo needs belongs into the function, and not into variables of the package.")
	one.Close()
	a.Close()
	EndsQuietly(c, oneEnds, "One of two listeners was closed, and its client is done")
	Exchange(c, b, Greeting(c, "B"), "The other listener was closed, and its Echo returned: B must be served as before.")
	twoEnds.StillRunning("The other listener was closed, and this one is open.")
}

// OneDoesNotRead lets one Echo wait in Write while another one serves: what the one writes and
// what the other reads into must be two things.
func (echo Echo) OneDoesNotRead(c *check.C) {
	ln, _ := echo.Start(c)
	slow := ln.Dial("C")
	sent := slow.Payload(200 << 10)
	slow.StopReading()
	slow.Send(sent)
	c.Settle() // the server waits in Write
	other, _ := echo.Start(c)
	d := other.Dial("D")
	Exchange(c, d, d.Payload(64<<10), "C, a client of another listener, does not read, so that its Echo waits in Write: D must be answered all the same.")
	slow.Expect(sent, "C reads now, after a client of another listener was served: it must get back exactly the bytes that it sent. Nothing that one Echo uses may be shared with another, like a buffer of the package.")
}

// SlowClose holds the Close of a client's connection at a gate: nobody else may wait for that.
func (echo Echo) SlowClose(c *check.C) {
	ln := c.Listen("the listener")
	gate := c.Gate("the Close of a connection")
	call := c.Go("Echo", func() error { return echo(Held{Listener: ln, Gate: gate}) })
	WhileOneCloses(c, gate, ln)
	ln.Close()
	EndsQuietly(c, call, "The listener was closed and all clients are gone")
}

// WhileOneCloses has a client of each listener leave whose Close is held at the gate, and
// expects that everybody else is served meanwhile, old and new.
func WhileOneCloses(c *check.C, gate *check.Gate, listeners ...*check.Listener) {
	var stay []*check.Conn
	for _, ln := range listeners {
		a, b := ln.Dial("A"), ln.Dial("B")
		Exchange(c, a, Greeting(c, "A"), "A came to a listener of which the others are silent.")
		Exchange(c, b, Greeting(c, "B"), "B came while A is connected: it must be answered.")
		a.CloseWrite()
		stay = append(stay, b)
	}
	gate.Arrived(len(listeners), "A is done: its connection must be closed, also where the Close of another takes its time.")
	const slow = " while the Close of A's connection takes its time, as it may where bytes are still on their way: that delays nobody else. Hold no lock while you close a connection."
	for i, ln := range listeners {
		Exchange(c, stay[i], Greeting(c, "B"), "B said something"+slow)
		d := ln.Dial("C")
		Exchange(c, d, Greeting(c, "C"), "C came"+slow)
		d.Close()
		stay[i].Close()
	}
	gate.Open()
}

// BlockedWrites lets clients break their connection or hang up while the server
// waits in a Write to them.
func BlockedWrites(c *check.C, ln *check.Listener, call *check.Call) {
	for _, how := range []string{"broke its connection", "hung up"} {
		a := ln.Dial("D")
		a.StopReading()
		a.Send(a.Payload(c.Amount(1<<20, 2*check.DefaultBuffer)))
		c.Settle() // the server waits in Write
		if how == "hung up" {
			a.Close()
		} else {
			a.Reset()
		}
		call.StillRunning("D " + how + " while the server waited in a Write to it: that ends D's connection only.")
		a.AwaitServerClosed("D " + how + " while the server waited in a Write to it: its connection must be closed.")
	}
}

// AllAtOnce lets clients talk that are connected at the same time: first the last
// one alone, when nobody else has said anything, and then all.
func AllAtOnce(c *check.C, clients []*check.Conn) {
	n := len(clients)
	last := clients[n-1]
	Exchange(c, last, Greeting(c, last.Name()), fmt.Sprintf("%d clients are connected at the same time, and all but %s are silent: it must be answered, there is no limit.", n, last.Name()))
	sent := make([][]byte, n)
	for i, a := range clients {
		sent[i] = Greeting(c, a.Name())
		a.Send(sent[i])
	}
	for i, a := range clients {
		a.Expect(sent[i], fmt.Sprintf("%d clients are connected and talk at the same time, and each of them must be answered: there is no limit. %d of them were, and the next one was not.", n, i))
	}
}
