// Package echoes_test holds the inside checks of the echo server on two listeners.
package echoes_test

import (
	"errors"
	"fmt"
	"net"
	"testing"

	"workbook/grader/check"
	echoes "workbook/solutions/03_echoes"
	"workbook/solutions/internal/echotest"
	"workbook/solutions/internal/pausetest"
)

func TestMain(m *testing.M) { check.Main(m) }

// start runs Echoes on two new listeners.
func start(c *check.C) (first, second *check.Listener, call *check.Call) {
	first, second = c.Listen("the first listener"), c.Listen("the second listener")
	return first, second, c.Go("Echoes", func() error { return echoes.Echoes(first, second) })
}

// each runs f on the first and on the second of two listeners.
func each(first, second *check.Listener, f func(ln *check.Listener, which string)) {
	f(first, "the first listener")
	f(second, "the second listener")
}

func TestBothListeners(t *testing.T) {
	check.Run(t, func(c *check.C) {
		first, second, _ := start(c)
		a := first.Dial("A")
		first.AwaitAccepted(1, "A has connected to the first listener, and waits to be served: accept clients in a loop.")
		echotest.Exchange(c, a, echotest.Greeting(c, "A"), "A came to the first listener and must be answered, though nobody has come to the second.")
		b := second.Dial("B")
		echotest.Exchange(c, b, echotest.Greeting(c, "B"), "B came to the second listener and must be answered, while A is connected to the first: each listener needs an accept loop that runs by itself.")
		b.Close()
		d := second.Dial("C")
		echotest.Exchange(c, d, echotest.Greeting(c, "C"), "C came to the second listener after B: it must be answered, whether somebody comes to the first or not.")
		echotest.Exchange(c, a, echotest.Greeting(c, "A"), "A said something more: it must be served until its EOF.")

		one, two, again := start(c)
		e := two.Dial("D")
		echotest.Exchange(c, e, echotest.Greeting(c, "D"), "D came to the second listener, and nobody has come to the first one: D must be answered.")
		e.Close()
		f := two.Dial("E")
		echotest.Exchange(c, f, echotest.Greeting(c, "E"), "E came to the second listener after D, and nobody has come to the first one: E must be answered.")
		f.Close()
		one.Close()
		two.Close()
		endsQuietly(c, again, "Echoes was called twice, and both listeners of one call were closed")
		echotest.Exchange(c, d, echotest.Greeting(c, "C"), "Echoes was called twice, and one call has returned: a client of the other one must be served as before. What a call needs belongs into the function, and not into variables of the package.")

		one, two = c.Listen("the first listener"), c.Listen("the second listener")
		c.Go("Echoes", func() error { return echoes.Echoes(uncomparable{one, nil}, uncomparable{two, nil}) })
		each(one, two, func(ln *check.Listener, which string) {
			echotest.Exchange(c, ln.Dial("F"), echotest.Greeting(c, "F"), "F came to "+which+". Both are of a type that == cannot compare, as a net.Listener may be: F must be answered.")
		})
	})
}

// uncomparable is a listener of a type that == cannot compare, and that is no key of a map.
type uncomparable struct {
	net.Listener
	_ []int
}

func TestEchoesBytes(t *testing.T) {
	check.Run(t, func(c *check.C) {
		first, second, _ := start(c)
		var clients []*check.Conn
		each(first, second, func(ln *check.Listener, which string) {
			a := ln.Dial("a client of " + which)
			echotest.Words(c, a)
			echotest.Exchange(c, a, echotest.EveryByte(), "A client sent each of the 256 values that a byte can have: a stream carries bytes, which need be neither text nor lines.")
			echotest.Sizes(c, a)
			echotest.Stream(c, a)
			a.ExpectNothing("A client got everything back that it sent, and then more.")
			clients = append(clients, a)
		})
		echotest.PausesOf(c, clients...)
	})
}

func TestClosesAfterEOF(t *testing.T) {
	check.Run(t, func(c *check.C) {
		first, second, _ := start(c)
		each(first, second, func(ln *check.Listener, which string) {
			a := ln.Dial("A")
			sent := a.Payload(3000)
			a.Send(sent)
			a.CloseWrite()
			a.Expect(sent, "A came to "+which+", sent 3000 bytes, closed its writing side, and goes on reading: it must still get everything back.")
			a.ExpectEOF("A came to " + which + ", is done and has everything back: close its connection.")
			a.AwaitServerClosed("A is done: close its connection when serving it is over, not when the server is.")
			b := ln.Dial("B")
			b.Close()
			b.AwaitServerClosed("B came to " + which + " and hung up: the server's end of its connection must be closed too.")
		})
	})
}

func TestBytesWithEOF(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const size = 300
		first, second := c.Listen("the first listener"), c.Listen("the second listener")
		c.Go("Echoes", func() error {
			return echoes.Echoes(echotest.Hasty{Listener: first, Size: size}, echotest.Hasty{Listener: second, Size: size})
		})
		each(first, second, func(ln *check.Listener, which string) {
			a := ln.Dial("A")
			sent := a.Payload(size)
			a.Send(sent)
			a.CloseWrite()
			a.Expect(sent, "A came to "+which+". A Read may give bytes and io.EOF in one call, and here it does: send the n bytes back first, then look at the error.")
			a.ExpectEOF("A is done and has everything back: close its connection.")
		})

		first, second = c.Listen("the first listener"), c.Listen("the second listener")
		c.Go("Echoes", func() error { return echoes.Echoes(echotest.Idle{Listener: first}, echotest.Idle{Listener: second}) })
		each(first, second, func(ln *check.Listener, which string) { echotest.GivesNothing(c, ln.Dial("B")) })
	})
}

func TestSilentClient(t *testing.T) {
	check.Run(t, func(c *check.C) {
		first, second, _ := start(c)
		var readers []*check.Conn
		each(first, second, func(ln *check.Listener, which string) {
			readers = append(readers, ln.Dial("a slow reader of "+which))
			slow := ln.Dial("a slow reader")
			slow.StopReading()
			sent := slow.Payload(200 << 10)
			slow.Send(sent)
			a := ln.Dial("A")
			c.Settle() // the server waits for both
			b := ln.Dial("B")
			echotest.Exchange(c, b, echotest.Greeting(c, "B"), "B came to "+which+" while A is connected to it and silent, and another client does not read: serve each connection on a goroutine of its own.")
			echotest.Exchange(c, a, echotest.Greeting(c, "A"), "A said something at last, after B came: A must be answered on its own connection.")
			b.ExpectNothing("B received what was meant for A: each client gets back its own bytes only.")
			slow.Expect(sent, "The slow reader of "+which+" reads now, after others were served: it must get back exactly the bytes that it sent.")
		})
		echotest.SlowReader(c, readers...)
	})
}

// slowClose holds the Close of clients of both listeners: nobody else waits for that.
func slowClose(c *check.C) {
	first, second := c.Listen("the first listener"), c.Listen("the second listener")
	gate := c.Gate("the Close of a connection")
	call := c.Go("Echoes", func() error {
		return echoes.Echoes(echotest.Held{Listener: first, Gate: gate}, echotest.Held{Listener: second, Gate: gate})
	})
	echotest.WhileOneCloses(c, gate, first, second)
	first.Close()
	second.Close()
	endsQuietly(c, call, "Both listeners were closed and all clients are gone")
}

func TestThousandsAtOnce(t *testing.T) {
	check.Run(t, func(c *check.C) {
		n := c.Amount(2100, 100)
		first, second, _ := start(c)
		var clients []*check.Conn
		each(first, second, func(ln *check.Listener, which string) {
			for i := range n {
				clients = append(clients, ln.Dial(fmt.Sprintf("client %d of %s", i+1, which)))
			}
			began := c.Now()
			ln.AwaitAccepted(n, fmt.Sprintf("%d clients are connected to %s at the same time, and none of them has said anything yet: each of them must be accepted at once, without a limit and without a pool of workers.", n, which))
			if late := c.Now() - began; late > 0 {
				c.Failf("%d clients came to %s at the same time, and were accepted within %v, one after the other: accept each at once, and do not wait in between.", n, which, late)
			}
		})
		echotest.AllAtOnce(c, clients)
		manyCalls(c)
	})
}

// manyCalls runs Echoes so often at the same time that no limit is likely.
func manyCalls(c *check.C) {
	n := c.Amount(1010, 100)
	var first, second *check.Listener
	for range n {
		first, second, _ = start(c)
	}
	each(first, second, func(ln *check.Listener, which string) {
		a := ln.Dial("A")
		echotest.Exchange(c, a, echotest.Greeting(c, "A"), fmt.Sprintf("%d calls of Echoes run at the same time, and A came to %s of the last one: it must be answered, for there is no limit.", n, which))
	})
}

func TestRudeClients(t *testing.T) {
	check.Run(t, func(c *check.C) {
		closeFails(c)
		slowClose(c)
		first, second, call := start(c)
		each(first, second, func(ln *check.Listener, which string) {
			a, b := ln.Dial("A"), ln.Dial("B")
			echotest.Exchange(c, a, echotest.Greeting(c, "A"), "A came to "+which+".")
			echotest.Exchange(c, b, echotest.Greeting(c, "B"), "B came to "+which+".")
			c.Settle() // the server waits in Read
			a.Reset()
			a.AwaitServerClosed("A reset its connection to " + which + ": the server's end of it must be closed after a failure too.")
			b.FailWrites(errors.New("no route to host"))
			b.Send(c.Bytes(10))
			b.AwaitServerClosed("A Write to B failed: its connection must be closed.")
			if ln.Closed() {
				c.Failf("Two clients of %s failed, and your code closed that listener: the failure of a client must not end the server for the others.", which)
			}
			d := ln.Dial("C")
			d.Send(d.Payload(100 << 10))
			d.Close()
			d.AwaitServerClosed("C left without reading its answer: the server's end of its connection must be closed.")
			echotest.ManyPieces(c, ln.Dial("E"))
			echotest.BlockedWrites(c, ln, call)
			echotest.Breaks(c, ln, call)
			echotest.ManyBreak(c, ln, call)
			call.StillRunning("Three clients of " + which + " failed, which is their own end and nobody else's: go on accepting clients.")
			e := ln.Dial("D")
			echotest.Exchange(c, e, echotest.Greeting(c, "D"), "D came to "+which+" after three clients that failed: it must be served.")
			e.Close()
		})
		first.Close()
		second.Close()
		endsQuietly(c, call, "Clients failed, and later both listeners were closed")
	})
}

// closeFails lets the Close of each connection give an error.
func closeFails(c *check.C) {
	first, second := c.Listen("the first listener"), c.Listen("the second listener")
	call := c.Go("Echoes", func() error {
		return echoes.Echoes(echotest.CloseFails(first), echotest.CloseFails(second))
	})
	each(first, second, func(ln *check.Listener, which string) {
		for _, who := range []string{"A", "B"} {
			a := ln.Dial(who)
			echotest.Exchange(c, a, echotest.Greeting(c, who), who+" came to "+which+", where the Close of a connection gives an error: that is the affair of the client who is gone, and everybody else must be served.")
			a.CloseWrite()
			a.ExpectEOF(who + " is done: its connection must be closed.")
			call.StillRunning("The Close of the connection of a client of " + which + " gave an error: that is this client's affair. Go on accepting clients.")
		}
		if ln.Closed() {
			c.Failf("The Close of a connection gave an error, and your code closed %s: the failure of a client must not end the server for the others.", which)
		}
	})
	first.Close()
	second.Close()
	endsQuietly(c, call, "The Close of some connections gave an error, and later both listeners were closed")
}

func TestBothClose(t *testing.T) {
	check.Run(t, func(c *check.C) {
		first, second, call := start(c)
		call.StillRunning("Nobody has come yet, and both listeners are open: wait for clients.")
		pausetest.Idle(c, func(pause string) {
			call.StillRunning("Nobody has come for " + pause + ", and both listeners are open: wait for clients, without a time limit.")
		})
		first.Close()
		second.Close()
		endsQuietly(c, call, "Both listeners were closed")

		first, second = c.Listen("a closed listener"), c.Listen("another closed listener")
		first.Close()
		second.Close()
		call = c.Go("Echoes", func() error { return echoes.Echoes(first, second) })
		endsQuietly(c, call, "Both listeners were closed before Echoes began")

		for _, err := range echotest.Closings() {
			first, second, call = start(c)
			first.FailAccept(err)
			second.FailAccept(net.ErrClosed)
			endsQuietly(c, call, fmt.Sprintf("Accept gave the error %q on one listener, which wraps net.ErrClosed, and net.ErrClosed on the other", err))
		}
	})
}

// closesOne closes one of two listeners, while clients are connected to both.
func closesOne(c *check.C, call *check.Call, closed, open *check.Listener, which, other string) {
	a, b := closed.Dial("A"), open.Dial("B")
	echotest.Exchange(c, a, echotest.Greeting(c, "A"), "A came to "+which+".")
	echotest.Exchange(c, b, echotest.Greeting(c, "B"), "B came to "+other+".")
	closed.Close()
	call.StillRunning(upper(which) + " was closed, and " + other + " is open: Echoes returns when both have ended.")
	if open.Closed() {
		c.Failf("%s was closed, and your code closed %s too: when one listener ends, the other goes on.", upper(which), other)
	}
	echotest.Exchange(c, b, echotest.Greeting(c, "B"), upper(which)+" was closed while B is connected to "+other+": B must be served as before.")
	d := open.Dial("C")
	echotest.Exchange(c, d, echotest.Greeting(c, "C"), "C came to "+other+" after "+which+" was closed: when one listener ends, the other goes on accepting.")
	pausetest.Idle(c, func(pause string) {
		when := upper(which) + " was closed " + pause + " ago. "
		if open.Closed() {
			c.Failf("%sYour code has closed %s: when one listener ends, the other goes on.", when, other)
		}
		call.StillRunning(when + upper(other) + " is open: Echoes returns when both have ended.")
		echotest.Exchange(c, a, echotest.Greeting(c, "A"), when+"A was connected to it, and is served until its EOF all the same.")
		echotest.Exchange(c, b, echotest.Greeting(c, "B"), when+"B is connected to "+other+", and is served until its EOF.")
	})
	a.CloseWrite()
	a.ExpectEOF("A is done: its connection must be closed.")
	call.StillRunning("A is done, and " + other + " is open: Echoes returns when both listeners have ended.")
	open.Close()
	echotest.Exchange(c, d, echotest.Greeting(c, "C"), "Both listeners were closed while C is connected: C is served until its EOF all the same.")
	b.Close()
	d.Close()
	endsQuietly(c, call, "Both listeners were closed and all clients are gone")
}

func TestFirstCloses(t *testing.T) {
	check.Run(t, func(c *check.C) {
		first, second, call := start(c)
		closesOne(c, call, first, second, "the first listener", "the second listener")
	})
}

func TestSecondCloses(t *testing.T) {
	check.Run(t, func(c *check.C) {
		first, second, call := start(c)
		closesOne(c, call, second, first, "the second listener", "the first listener")
	})
}
