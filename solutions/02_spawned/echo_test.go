// Package spawned_test holds the inside checks of the echo server that spawns.
package spawned_test

import (
	"errors"
	"fmt"
	"testing"

	"workbook/grader/check"
	spawned "workbook/solutions/02_spawned"
	"workbook/solutions/internal/echotest"
	"workbook/solutions/internal/pausetest"
)

func TestMain(m *testing.M) { check.Main(m) }

// server is the submission.
var server = echotest.Echo(spawned.Echo)

func TestEchoesBytes(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln, _ := server.Start(c)
		a := ln.Dial("A")
		ln.AwaitAccepted(1, "A has connected to the listener, and waits to be served: accept clients in a loop.")
		echotest.Exchange(c, a, echotest.Greeting(c, "A"), "A said something and waits for it to come back, with the connection open: send back what Read gives you, without waiting for a newline or for the end.")
		a.ExpectNothing("A got everything back that it sent, and then more: write the n bytes that Read put into your buffer, and not the whole buffer.")
		echotest.Exchange(c, a, echotest.Greeting(c, "A"), "A said something more on the same connection: serve it until its EOF, and close it only then.")
		echotest.Words(c, a)
		echotest.Exchange(c, a, echotest.EveryByte(), "A sent each of the 256 values that a byte can have: a stream carries bytes, which need be neither text nor lines.")
		echotest.Sizes(c, a)
		echotest.Stream(c, a)
		echotest.Often(c, a)
		a.ExpectNothing("A got everything back that it sent, and then more.")
	})
}

func TestAsItArrives(t *testing.T) { check.Run(t, server.AsItArrives) }

func TestClosesAfterEOF(t *testing.T) { check.Run(t, server.ClosesAfterEOF) }

func TestBytesWithEOF(t *testing.T) { check.Run(t, server.BytesWithEOF) }

func TestSilentClient(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln, _ := server.Start(c)
		ln.Dial("A")
		c.Settle() // the server waits for A
		b := ln.Dial("B")
		echotest.Exchange(c, b, echotest.Greeting(c, "B"), "B came while A is connected and silent, and waits for its answer: serve each connection on a goroutine of its own, or A delays everybody.")
		d := ln.Dial("C")
		echotest.Exchange(c, d, echotest.Greeting(c, "C"), "C came while A is silent and B is connected: it must be answered.")
	})
}

func TestSlowReader(t *testing.T) {
	check.Run(t, func(c *check.C) {
		n := c.Amount(70, 8)
		ln, _ := server.Start(c)
		slow := make([]*check.Conn, n)
		sent := make([][]byte, n)
		for i := range slow {
			slow[i] = ln.Dial(fmt.Sprintf("S%d", i+1))
			slow[i].StopReading()
			sent[i] = slow[i].Payload(100 << 10)
			slow[i].Send(sent[i])
		}
		c.Settle() // the server waits for room to write to each
		a := ln.Dial("A")
		echotest.Exchange(c, a, a.Payload(64<<10), fmt.Sprintf("A came while %d others do not read, so that the server waits in Write for each of them: that must not delay A.", n))
		a.Close()
		for i, b := range slow {
			b.CloseWrite()
			b.Expect(sent[i], b.Name()+" reads now, slowly, and after others were served: it must get back exactly the bytes that it sent. Nothing that one goroutine uses to serve a client may be shared with another.")
			b.ExpectEOF(b.Name() + " is done and has everything back: close its connection.")
		}
		echotest.ManyPieces(c, ln.Dial("C"))
		echotest.SlowReader(c, ln.Dial("B"))
		server.SlowClose(c)
	})
}

func TestClientsKeepApart(t *testing.T) {
	check.Run(t, func(c *check.C) {
		server.TwoAtOnce(c)
		ln, _ := server.Start(c)
		a := ln.Dial("A")
		c.Settle() // the server waits for A
		b := ln.Dial("B")
		echotest.Exchange(c, b, echotest.Greeting(c, "B"), "B came while A is connected: it must be answered.")
		a.ExpectNothing("A has not said anything yet, and received what others said: each client gets back its own bytes only.")
		echotest.Exchange(c, a, echotest.Greeting(c, "A"), "A said something at last, after B came: A must be answered on its own connection. What belongs to a client must not be shared with the next, like a variable declared outside of the loop.")
		b.ExpectNothing("A said something, and B received it: each client gets back its own bytes only.")

		clients := []*check.Conn{a, b}
		for len(clients) < 10 {
			clients = append(clients, ln.Dial(fmt.Sprintf("client %d", len(clients)+1)))
		}
		sent := make([][]byte, len(clients))
		for range 5 {
			for i, a := range clients {
				sent[i] = a.Payload(300)
				a.Send(sent[i])
			}
			for i, a := range clients {
				a.Expect(sent[i], "Ten clients talked at the same time: each must get back its own bytes.")
			}
		}
		for _, a := range clients {
			a.ExpectNothing("Ten clients talked at the same time and got their bytes back, and then one got more.")
		}
	})
}

func TestThousandsAtOnce(t *testing.T) {
	check.Run(t, func(c *check.C) {
		n := c.Amount(4200, 200)
		began := c.Now()
		ln, _ := server.Start(c)
		clients := make([]*check.Conn, n)
		for i := range clients {
			clients[i] = ln.Dial(fmt.Sprintf("client %d", i+1))
		}
		ln.AwaitAccepted(n, fmt.Sprintf("%d clients are connected at the same time, and none of them has said anything yet: each of them must be accepted at once, without a limit and without a pool of workers.", n))
		if late := c.Now() - began; late > 0 {
			c.Failf("%d clients came at the same time, and were accepted within %v, one after the other: accept each at once, and do not wait in between.", n, late)
		}
		echotest.AllAtOnce(c, clients)
		for _, a := range clients {
			a.CloseWrite()
		}
		for _, a := range clients {
			a.ExpectEOF(fmt.Sprintf("%d clients were served at the same time and are done now: each connection must be closed.", n))
		}
	})
}

func TestReset(t *testing.T) {
	check.Run(t, func(c *check.C) {
		server.CloseFails(c)
		ln, call := server.Start(c)

		a, b := ln.Dial("A"), ln.Dial("B")
		echotest.Exchange(c, a, echotest.Greeting(c, "A"), "A comes first.")
		echotest.Exchange(c, b, echotest.Greeting(c, "B"), "B comes second.")
		c.Settle() // the server waits in Read
		a.Reset()
		call.StillRunning("A reset its connection, which is A's end and nobody else's: go on accepting clients.")
		if ln.Closed() {
			c.Failf("A reset its connection, and your code closed the listener: the failure of one client must not end the server for the others.")
		}
		a.AwaitServerClosed("A reset its connection: the server's end of it must be closed after a failure too.")
		echotest.Exchange(c, b, echotest.Greeting(c, "B"), "A reset its connection while B was connected: B must be served as before.")

		d := ln.Dial("C")
		d.Reset() // perhaps before it was accepted
		d.AwaitServerClosed("C reset its connection at once: the server's end of it must be closed.")

		b.FailReads(errors.New("no route to host"))
		call.StillRunning("A Read from B failed, which is B's end and nobody else's: go on accepting clients.")
		b.AwaitServerClosed("A Read from B failed: its connection must be closed.")
		echotest.Breaks(c, ln, call)
		echotest.ManyBreak(c, ln, call)

		e := ln.Dial("D")
		echotest.Exchange(c, e, echotest.Greeting(c, "D"), "D came after three clients whose connections failed: it must be served.")
	})
}

func TestGoneWithoutReading(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln := c.Listen("the listener")
		a, b := ln.Dial("A"), ln.Dial("B")
		a.Send(a.Payload(100 << 10))
		a.Close() // before it was accepted, so that the first Write to A fails
		call := c.Go("Echo", func() error { return server(ln) })

		call.StillRunning("A left without reading its answer, so a Write to it failed: that ends A's connection only.")
		a.AwaitServerClosed("A left without reading its answer: the server's end of its connection must be closed.")
		echotest.Exchange(c, b, echotest.Greeting(c, "B"), "B came together with A, who left without reading: B must be served.")

		b.FailWrites(errors.New("no route to host"))
		b.Send(c.Bytes(10))
		call.StillRunning("A Write to B failed: that ends B's connection only.")
		b.AwaitServerClosed("A Write to B failed: its connection must be closed.")

		echotest.BlockedWrites(c, ln, call)

		d := ln.Dial("C")
		echotest.Exchange(c, d, echotest.Greeting(c, "C"), "C came after clients that could not be answered: it must be served.")
	})
}

func TestListenerClosed(t *testing.T) { check.Run(t, server.ListenerClosed) }

func TestAcceptFails(t *testing.T) { check.Run(t, server.AcceptFails) }

func TestClientsOutliveListener(t *testing.T) {
	check.Run(t, func(c *check.C) {
		server.LastInLine(c)
		server.OneAddress(c)
		ln, call := server.Start(c)
		a, b := ln.Dial("A"), ln.Dial("B")
		echotest.Exchange(c, a, echotest.Greeting(c, "A"), "A comes first.")
		echotest.Exchange(c, b, echotest.Greeting(c, "B"), "B comes second.")
		b.Reset()
		ln.Close()
		c.Settle() // Echo returns now, or waits for A
		pausetest.Idle(c, func(pause string) {
			echotest.Exchange(c, a, echotest.Greeting(c, "A"), "The listener was closed while A is connected, and A was silent for "+pause+": A is served until its EOF all the same, whether Echo waits for it or not.")
		})
		a.CloseWrite()
		a.ExpectEOF("The listener was closed, and A is done: its connection must be closed.")
		echotest.EndsQuietly(c, call, "The listener was closed and all clients are gone")

		ln, call = server.Start(c)
		d := ln.Dial("C")
		echotest.Exchange(c, d, echotest.Greeting(c, "C"), "C comes first.")
		broken := errors.New("accept: too many open files")
		ln.FailAccept(broken)
		c.Settle()
		echotest.Exchange(c, d, echotest.Greeting(c, "C"), "Accept failed while C is connected: C is served until its EOF all the same.")
		d.Close()
		echotest.EndsWith(c, call, broken, "Accept failed and all clients are gone")
		c.NoLeaks("All clients are gone and Echo has returned.")
	})
}
