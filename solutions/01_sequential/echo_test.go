// Package echo_test holds the inside checks of the sequential echo server.
package echo_test

import (
	"errors"
	"fmt"
	"testing"

	"workbook/grader/check"
	echo "workbook/solutions/01_sequential"
	"workbook/solutions/internal/echotest"
	"workbook/solutions/internal/pausetest"
)

func TestMain(m *testing.M) { check.Main(m) }

// server is the submission.
var server = echotest.Echo(echo.Echo)

func TestEchoesBytes(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln, _ := server.Start(c)
		a := ln.Dial("A")
		ln.AwaitAccepted(1, "A has connected to the listener, and waits to be served: accept clients in a loop.")
		echotest.Exchange(c, a, echotest.Greeting(c, "A"), "A said something and waits for it to come back, with the connection open: send back what Read gives you, without waiting for a newline or for the end.")
		a.ExpectNothing("A got everything back that it sent, and then more: write the n bytes that Read put into your buffer, and not the whole buffer.")
		echotest.Exchange(c, a, echotest.Greeting(c, "A"), "A said something more on the same connection: read and write in a loop, until A's EOF.")
		echotest.Exchange(c, a, []byte("\t100%d %s, 50%! \r\n\n"), "A sent a line of text with percent signs, and white space around it: what you write must not be formatted or trimmed.")
		echotest.Words(c, a)
		echotest.Exchange(c, a, echotest.EveryByte(), "A sent each of the 256 values that a byte can have: a stream carries bytes, which need be neither text nor lines.")
		echotest.Exchange(c, a, a.Payload(5000), "A sent 5000 bytes more: go on until A's EOF.")
		a.ExpectNothing("A got everything back that it sent, and then more.")
	})
}

func TestAsItArrives(t *testing.T) { check.Run(t, server.AsItArrives) }

func TestClosesAfterEOF(t *testing.T) { check.Run(t, server.ClosesAfterEOF) }

func TestBytesWithEOF(t *testing.T) { check.Run(t, server.BytesWithEOF) }

func TestLargePayload(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln, _ := server.Start(c)
		a := ln.Dial("A")
		echotest.Sizes(c, a)
		echotest.Stream(c, a)
		echotest.Often(c, a)
		a.Close()
		echotest.SlowReader(c, ln.Dial("B"))
	})
}

func TestOneAtATime(t *testing.T) {
	check.Run(t, func(c *check.C) {
		inTurns(c)
		closedFirst(c)
		longQueue(c)
		server.TwoAtOnce(c)
		server.OneDoesNotRead(c)
	})
}

// inTurns lets clients wait while the one before them is served, and silent for
// long.
func inTurns(c *check.C) {
	ln, call := server.Start(c)
	clients := make([]*check.Conn, 4)
	words := make([][]byte, len(clients))
	for i := range clients {
		clients[i] = ln.Dial(string(rune('A' + i)))
		words[i] = echotest.Greeting(c, clients[i].Name())
		clients[i].Send(words[i])
	}
	for i, a := range clients {
		why := "A came first: it must be answered first."
		if i > 0 {
			why = fmt.Sprintf("%s was the next in line when %s was done: it must be served now, as clients are served in order of arrival.", a.Name(), clients[i-1].Name())
		}
		a.Expect(words[i], why)
		othersWait := func(when string) {
			for _, b := range clients[i+1:] {
				b.ExpectNothing(fmt.Sprintf("%s got an answer while %s is connected and before it%s: here clients are served one at a time, and the next waits until the one before is done.", b.Name(), a.Name(), when))
			}
		}
		othersWait("")
		echotest.Exchange(c, a, echotest.Greeting(c, a.Name()), fmt.Sprintf("%s is still being served, with others waiting: it must be served until its EOF.", a.Name()))
		call.StillRunning("The listener is open.")
		if i == 0 {
			pausetest.Idle(c, func(pause string) { othersWait(", and silent for " + pause) })
			echotest.Exchange(c, a, echotest.Greeting(c, a.Name()), "A was silent for long, with others waiting: it must be served until its EOF.")
		}
		a.CloseWrite()
		a.ExpectEOF(fmt.Sprintf("%s is done, so its connection must be closed.", a.Name()))
	}
}

// closedFirst holds each Close of a connection at a gate: until it has returned
// that client is not done.
func closedFirst(c *check.C) {
	ln := c.Listen("the listener")
	gate := c.Gate("the Close of a connection")
	call := c.Go("Echo", func() error { return server(echotest.Held{Listener: ln, Gate: gate}) })
	a, b := ln.Dial("A"), ln.Dial("B")
	hello := echotest.Greeting(c, "B")
	b.Send(hello)
	echotest.Exchange(c, a, echotest.Greeting(c, "A"), "A comes first.")
	a.CloseWrite()
	gate.Arrived(1, "A is done: its connection must be closed.")
	b.ExpectNothing("A is done, the Close of its connection has not returned yet, and B got an answer already: close the connection of one client before you serve the next, and do not leave that to another goroutine or to later.")
	gate.Open()
	b.Expect(hello, "A is done and its connection is closed: B, who is the next in line, must be served now.")
	b.Close()

	for _, how := range []string{"closed", "broken"} {
		ln = c.Listen("the listener")
		gate = c.Gate("the Close of a connection")
		call = c.Go("Echo", func() error { return server(echotest.Held{Listener: ln, Gate: gate}) })
		d := ln.Dial("C")
		echotest.Exchange(c, d, echotest.Greeting(c, "C"), "C comes first.")
		broken := errors.New("accept: too many open files")
		if how == "closed" {
			ln.Close()
		} else {
			ln.FailAccept(broken)
		}
		d.CloseWrite()
		gate.Arrived(1, "C is done: its connection must be closed.")
		call.StillRunning("The listener was " + how + ", and the Close of the last client's connection has not returned yet: Echo returns when that client's connection is closed, and not before.")
		gate.Open()
		if how == "closed" {
			echotest.EndsQuietly(c, call, "The listener was closed and C is done")
		} else {
			echotest.EndsWith(c, call, broken, "Accept failed after C was served")
		}
	}
}

// longQueue lets thousands wait in line, and be served one after the other.
func longQueue(c *check.C) {
	const n = 1100
	ln, _ := server.Start(c)
	clients := make([]*check.Conn, n)
	hello := make([][]byte, n)
	for i := range clients {
		clients[i] = ln.Dial(fmt.Sprintf("client %d", i+1))
		hello[i] = echotest.Greeting(c, clients[i].Name())
		clients[i].Send(hello[i])
	}
	for i, a := range clients {
		a.Expect(hello[i], fmt.Sprintf("%d clients came, and each of them sent its words and waits in line: %s is the next to be served, in order of arrival, however many there are.", n, a.Name()))
		if i+1 < n {
			if got := clients[n-1].Received(); len(got) > 0 {
				c.Failf("%s came last, and got an answer while %s was being served: clients are served one at a time, in order of arrival.", clients[n-1].Name(), a.Name())
			}
		}
		a.Close()
	}
}

func TestReset(t *testing.T) {
	check.Run(t, func(c *check.C) {
		server.CloseFails(c)
		ln, call := server.Start(c)

		a := ln.Dial("A")
		echotest.Exchange(c, a, echotest.Greeting(c, a.Name()), "A comes first.")
		c.Settle() // the server waits in Read
		a.Reset()
		call.StillRunning("A reset its connection, which is A's end and nobody else's: go on with the next client.")
		a.AwaitServerClosed("A reset its connection: the server's end of it must be closed after a failure too.")

		b := ln.Dial("B")
		b.Reset() // perhaps before it was accepted
		b.AwaitServerClosed("B reset its connection at once: the server's end of it must be closed.")

		d := ln.Dial("C")
		echotest.Exchange(c, d, echotest.Greeting(c, d.Name()), "C came after two clients that reset their connections: it must be served.")
		d.FailReads(errors.New("no route to host"))
		call.StillRunning("A Read from C failed, which is C's end and nobody else's: go on with the next client.")
		d.AwaitServerClosed("A Read from C failed: its connection must be closed.")
		echotest.Breaks(c, ln, call)

		e := ln.Dial("D")
		echotest.Exchange(c, e, echotest.Greeting(c, e.Name()), "D came after three clients whose connections failed: it must be served.")
	})
}

func TestGoneWithoutReading(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln, call := server.Start(c)
		a := ln.Dial("A")
		echotest.Exchange(c, a, echotest.Greeting(c, a.Name()), "A comes first.")

		b := ln.Dial("B") // waits until A is done, and does not wait for its answer
		b.Send(b.Payload(100 << 10))
		b.Close()
		a.Close()
		call.StillRunning("B left without reading its answer, so a Write to it failed: that ends B's connection only.")
		b.AwaitServerClosed("B left without reading its answer: the server's end of its connection must be closed.")

		d := ln.Dial("C")
		echotest.Exchange(c, d, echotest.Greeting(c, d.Name()), "C came after B, who left without reading: it must be served.")
		d.FailWrites(errors.New("no route to host"))
		d.Send(c.Bytes(10))
		call.StillRunning("A Write to C failed: that ends C's connection only.")
		d.AwaitServerClosed("A Write to C failed: its connection must be closed.")

		echotest.BlockedWrites(c, ln, call)

		f := ln.Dial("E")
		echotest.Exchange(c, f, echotest.Greeting(c, f.Name()), "E came after clients that could not be answered: it must be served.")
	})
}

func TestListenerClosed(t *testing.T) { check.Run(t, server.ListenerClosed) }

func TestAcceptFails(t *testing.T) { check.Run(t, server.AcceptFails) }

func TestEndsAfterClients(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln, call := server.Start(c)
		a := ln.Dial("A")
		echotest.Exchange(c, a, echotest.Greeting(c, a.Name()), "A comes first.")
		ln.Close()
		call.StillRunning("The listener was closed while A is connected: Echo ends when the next Accept fails, and not before A is done.")
		echotest.Exchange(c, a, echotest.Greeting(c, a.Name()), "The listener was closed while A is connected: A is served until its EOF all the same.")
		a.CloseWrite()
		a.ExpectEOF("A is done: its connection must be closed.")
		echotest.EndsQuietly(c, call, "The listener was closed and A is done")

		waitsInLine(c)
		server.LastInLine(c)

		ln, call = server.Start(c)
		b := ln.Dial("B")
		echotest.Exchange(c, b, echotest.Greeting(c, b.Name()), "B comes first.")
		broken := errors.New("accept: too many open files")
		ln.FailAccept(broken) // the next Accept, which may wait already
		echotest.Exchange(c, b, echotest.Greeting(c, b.Name()), "The listener fails while B is connected: B is served until its EOF all the same.")
		b.Close()
		echotest.EndsWith(c, call, broken, "Accept failed after B was served")

		ln, call = server.Start(c)
		d := ln.Dial("C")
		echotest.Exchange(c, d, echotest.Greeting(c, d.Name()), "C comes first.")
		d.Reset()
		d.AwaitServerClosed("C reset its connection: the server's end of it must be closed.")
		ln.Close()
		echotest.EndsQuietly(c, call, "C reset its connection, and later the listener was closed")
	})
}

// waitsInLine closes the listener while a client waits, who may have been accepted
// ahead.
func waitsInLine(c *check.C) {
	ln, call := server.Start(c)
	a, b := ln.Dial("A"), ln.Dial("B")
	echotest.Exchange(c, a, echotest.Greeting(c, a.Name()), "A comes first.")
	hello := echotest.Greeting(c, "B")
	b.Send(hello)
	c.Settle()
	accepted := b.Accepted()
	ln.Close()
	echotest.Exchange(c, a, echotest.Greeting(c, a.Name()), "The listener was closed while A is connected: A is served until its EOF all the same.")
	a.Close()
	if accepted {
		b.Expect(hello, "B was accepted and waited for its turn when the listener was closed: whoever was accepted is served until its EOF all the same.")
		b.CloseWrite()
		b.ExpectEOF("B is done: its connection must be closed.")
	}
	echotest.EndsQuietly(c, call, "The listener was closed and all clients are done")
}
