// Package echoes_test holds the inside checks of the echo server on two listeners.
package echoes_test

import (
	"errors"
	"fmt"
	"net"
	"testing"
	"time"

	"workbook/grader/check"
	echoes "workbook/solutions/03_echoes"
	"workbook/solutions/internal/echotest"
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

		_, second, _ = start(c)
		e := second.Dial("D")
		echotest.Exchange(c, e, echotest.Greeting(c, "D"), "D came to the second listener, and nobody has come to the first one: D must be answered.")
		e.Close()
		f := second.Dial("E")
		echotest.Exchange(c, f, echotest.Greeting(c, "E"), "E came to the second listener after D, and nobody has come to the first one: E must be answered.")
	})
}

func TestEchoesBytes(t *testing.T) {
	check.Run(t, func(c *check.C) {
		first, second, _ := start(c)
		each(first, second, func(ln *check.Listener, which string) {
			a := ln.Dial("a client of " + which)
			echotest.Exchange(c, a, echotest.EveryByte(), "A client sent each of the 256 values that a byte can have: a stream carries bytes, which need be neither text nor lines.")
			echotest.Exchange(c, a, c.Bytes(160<<10), "A client sent 160 KiB in one piece: no buffer of yours may be the limit.")
			for _, pause := range []time.Duration{0, time.Minute, 20 * time.Minute} {
				c.Sleep(pause)
				echotest.Exchange(c, a, c.Bytes(1), fmt.Sprintf("A client sent one byte after a pause of %v: each byte must come back as soon as it arrives, after any pause.", pause))
			}
			a.ExpectNothing("A client got everything back that it sent, and then more.")
		})
	})
}

func TestClosesAfterEOF(t *testing.T) {
	check.Run(t, func(c *check.C) {
		first, second, _ := start(c)
		each(first, second, func(ln *check.Listener, which string) {
			a := ln.Dial("A")
			sent := c.Bytes(3000)
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
		sent := c.Bytes(300)
		first, second := c.Listen("the first listener"), c.Listen("the second listener")
		c.Go("Echoes", func() error {
			return echoes.Echoes(echotest.Hasty{Listener: first, Size: len(sent)}, echotest.Hasty{Listener: second, Size: len(sent)})
		})
		each(first, second, func(ln *check.Listener, which string) {
			a := ln.Dial("A")
			a.Send(sent)
			a.CloseWrite()
			a.Expect(sent, "A came to "+which+". A Read may give bytes and io.EOF in one call, and here it does: send the n bytes back first, then look at the error.")
			a.ExpectEOF("A is done and has everything back: close its connection.")
		})
	})
}

func TestSilentClient(t *testing.T) {
	check.Run(t, func(c *check.C) {
		first, second, _ := start(c)
		each(first, second, func(ln *check.Listener, which string) {
			slow := ln.Dial("a slow reader")
			slow.StopReading()
			sent := c.Bytes(200 << 10)
			slow.Send(sent)
			a := ln.Dial("A")
			c.Settle() // the server waits for both
			b := ln.Dial("B")
			echotest.Exchange(c, b, echotest.Greeting(c, "B"), "B came to "+which+" while A is connected to it and silent, and another client does not read: serve each connection on a goroutine of its own.")
			echotest.Exchange(c, a, echotest.Greeting(c, "A"), "A said something at last, after B came: A must be answered on its own connection.")
			b.ExpectNothing("B received what was meant for A: each client gets back its own bytes only.")
			slow.Expect(sent, "The slow reader of "+which+" reads now, after others were served: it must get back exactly the bytes that it sent.")
		})
	})
}

func TestThousandsAtOnce(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const n = 1000
		first, second, _ := start(c)
		var clients []*check.Conn
		each(first, second, func(ln *check.Listener, which string) {
			for i := range n {
				clients = append(clients, ln.Dial(fmt.Sprintf("client %d of %s", i+1, which)))
			}
			ln.AwaitAccepted(n, fmt.Sprintf("%d clients are connected to %s at the same time, and none of them has said anything yet: each of them must be accepted at once, without a limit and without a pool of workers.", n, which))
		})
		for i, a := range clients {
			echotest.Exchange(c, a, echotest.Greeting(c, a.Name()), fmt.Sprintf("%d clients are connected at the same time, and each of them must be answered: there is no limit. %d of them were, and the next one was not.", 2*n, i))
		}
	})
}

func TestRudeClients(t *testing.T) {
	check.Run(t, func(c *check.C) {
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
			d.Send(c.Bytes(100 << 10))
			d.Close()
			d.AwaitServerClosed("C left without reading its answer: the server's end of its connection must be closed.")
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

func TestBothClose(t *testing.T) {
	check.Run(t, func(c *check.C) {
		first, second, call := start(c)
		call.StillRunning("Nobody has come yet, and both listeners are open: wait for clients.")
		first.Close()
		second.Close()
		endsQuietly(c, call, "Both listeners were closed")
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
	echotest.Exchange(c, a, echotest.Greeting(c, "A"), upper(which)+" was closed while A is connected to it: A is served until its EOF all the same.")
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

// failsOne lets Accept fail on one of two listeners, and closes the other later.
func failsOne(c *check.C, call *check.Call, failed, open *check.Listener, which, other string) {
	broken := &net.OpError{Op: "accept", Net: "tcp", Err: fmt.Errorf("too many open files on %s", which)}
	call.StillRunning("Nobody has come yet, and both listeners are open: wait for clients.")
	failed.FailAccept(broken)
	call.StillRunning("Accept failed on " + which + ", and " + other + " is open: Echoes returns when both have ended.")
	if open.Closed() {
		c.Failf("Accept failed on %s, and your code closed %s: when one listener ends, the other goes on.", which, other)
	}
	b := open.Dial("B")
	echotest.Exchange(c, b, echotest.Greeting(c, "B"), "B came to "+other+" after Accept failed on "+which+": when one listener ends, the other goes on.")
	b.Close()
	open.Close()
	endsWith(c, call, "Accept failed on "+which+", and "+other+" was closed later", broken)
}

func TestOneFails(t *testing.T) {
	check.Run(t, func(c *check.C) {
		first, second, call := start(c)
		failsOne(c, call, first, second, "the first listener", "the second listener")
		first, second, call = start(c)
		failsOne(c, call, second, first, "the second listener", "the first listener")

		first, second, call = start(c)
		c.Settle()
		second.Close()
		c.Settle()
		broken := errors.New("too many open files")
		first.FailAccept(broken)
		endsWith(c, call, "The second listener was closed, and then Accept failed on the first one", broken)
	})
}

func TestBothFail(t *testing.T) {
	check.Run(t, func(c *check.C) {
		one, two := errors.New("too many open files"), &net.OpError{Op: "accept", Net: "tcp", Err: errors.New("the network is down")}

		first, second, call := start(c)
		c.Settle()
		first.FailAccept(one)
		c.Settle()
		second.FailAccept(two)
		endsWith(c, call, "Accept failed on the first listener and then on the second", one, two)

		first, second, call = start(c)
		c.Settle()
		second.FailAccept(two)
		c.Settle()
		first.FailAccept(one)
		endsWith(c, call, "Accept failed on the second listener and then on the first", one, two)

		first, second = c.Listen("a broken listener"), c.Listen("another broken listener")
		first.FailAccept(one)
		second.FailAccept(two)
		call = c.Go("Echoes", func() error { return echoes.Echoes(first, second) })
		endsWith(c, call, "Accept failed on both listeners at once", one, two)
	})
}
