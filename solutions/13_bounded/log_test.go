package bounded_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"testing"

	"workbook/grader/check"
	"workbook/solutions/internal/nettest"
)

// logging is check.Run with a log of the check's own.
func logging(t *testing.T, f func(c *check.C, l *nettest.Log)) {
	defer nettest.KeepLog()()
	check.Run(t, func(c *check.C) { f(c, nettest.OpenLog(c)) })
}

func TestPanicIsLogged(t *testing.T) {
	logging(t, func(c *check.C, l *nettest.Log) {
		all := nettest.Causes(c)
		ln := c.Listen("the listener")
		start(c, ln, 2, func(conn net.Conn) {
			var b [2]byte
			io.ReadFull(conn, b[:])
			if b[0] == 'c' {
				conn.Close()
			}
			all[b[1]].Panic()
		})
		c.Settle()
		old := l // the program says where its log goes when Serve is at work already
		l = nettest.OpenLog(c)
		for k, i := range c.Rand().Perm(len(all)) {
			before := len(l.Entries())
			first, how := byte('-'), "handle panicked with "+all[i].What
			if k%2 == 1 {
				first, how = 'c', "handle closed its connection and then panicked with "+all[i].What
			}
			a := ln.Dial("A")
			a.Send([]byte{first, byte(i)})
			a.AwaitServerClosed("handle panicked: the connection must be closed.")
			c.Settle()
			old.Stays(c, "Then "+how)
			isLogged(c, l.Entries()[before:], how, all[i])
		}
		twoPanics(c, l)
		panicsAtTheEnd(c, l)
		l.Untouched(c)
	})
}

// isLogged fails the check unless entries hold what handle has panicked with.
func isLogged(c *check.C, entries []nettest.Entry, how string, cause nettest.Cause) {
	if len(entries) == 0 {
		c.Failf("%s, and nothing was logged. Whoever recovers a panic and says nothing has hidden a fault: give its value to log.Printf", how)
	}
	if text := nettest.Text(entries); !cause.In(text) {
		c.Fail(check.Mistake{
			Message: how + ", and the value of the panic is not in the log, or not all of it. Whoever reads the log must learn what happened: give what recover has given to log.Printf",
			Got:     fmt.Sprintf("%.2000q", text), Expected: cause.Expected(), At: entries[0].At,
		})
	}
}

// twoPanics has two panics under way at the same time, each with a value of its own.
func twoPanics(c *check.C, l *nettest.Log) {
	before, causes := len(l.Entries()), nettest.Causes(c)[:2]
	ln := c.Listen("another listener")
	tap := &nettest.Tap{Listener: ln, Closing: c.Gate("Close of a connection")}
	start(c, tap, 2, func(conn net.Conn) {
		var b [1]byte
		conn.Read(b[:])
		causes[b[0]].Panic()
	})
	clients := dial(ln, len(causes), "client")
	for i, a := range clients {
		a.Send([]byte{byte(i)})
	}
	tap.Closing.Arrived(1, "handle panicked: Serve must close the connection.")
	c.Settle()
	tap.Closing.Open()
	for _, a := range clients {
		a.AwaitServerClosed("handle panicked for two clients at the same time: both connections must be closed.")
	}
	c.Settle()
	for _, cause := range causes {
		isLogged(c, l.Entries()[before:], "handle panicked for two clients at the same time, whose values need a variable each, and for one of them with "+cause.What, cause)
	}
}

// panicsAtTheEnd has panics after Accept has failed, which are like those before.
func panicsAtTheEnd(c *check.C, l *nettest.Log) {
	for _, v := range []struct {
		how string
		end func(*check.Listener)
	}{
		{"The listener was closed", func(ln *check.Listener) { ln.Close() }},
		{"Accept failed", func(ln *check.Listener) { ln.FailAccept(errors.New("accept: too many open files")) }},
	} {
		before, cause := len(l.Entries()), nettest.Causes(c)[0]
		ln := c.Listen("a listener that ends")
		start(c, ln, 2, func(conn net.Conn) {
			var b [1]byte
			conn.Read(b[:])
			cause.Panic()
		})
		a := ln.Dial("A")
		ln.AwaitAccepted(1, "A has come: accept A.")
		v.end(ln)
		c.Settle()
		a.Send([]byte("p"))
		a.AwaitServerClosed("handle panicked: the connection must be closed.")
		c.Settle()
		isLogged(c, l.Entries()[before:], v.how+" while A was connected, and then handle panicked for A with "+cause.What, cause)
	}
}

func TestLogsNothingElse(t *testing.T) {
	logging(t, func(c *check.C, l *nettest.Log) {
		ln := c.Listen("the listener")
		tap := &nettest.Tap{Listener: ln}
		start(c, tap, 2, lines)
		for _, v := range []struct{ end, how string }{
			{"r", "handle has returned"},
			{"x", "handle has called runtime.Goexit"},
			{"c", "handle has closed its connection itself, so that Close fails when Serve calls it"},
		} {
			a := ln.Dial("A")
			a.Send([]byte(v.end))
			a.AwaitServerClosed(v.how + ": the connection must be closed.")
			l.Silent(c, 0, v.how)
		}
		a, b := ln.Dial("A"), ln.Dial("B")
		answered(c, a, "A comes first.")
		answered(c, b, "B comes second.")
		a.Reset()
		a.AwaitServerClosed("A broke its connection, and handle has returned: close it.")
		b.FailReads(errors.New("the network is down"))
		b.AwaitServerClosed("Reading from B failed, and handle has returned: close its connection.")
		l.Silent(c, 0, "Two clients broke their connections, and handle has returned")

		jammed := c.Listen("a listener of connections whose Close fails")
		start(c, &nettest.Tap{Listener: jammed, Jammed: errors.New("close: input/output error")}, 1, lines)
		j := jammed.Dial("J")
		j.Send([]byte("r"))
		j.AwaitServerClosed("handle has returned: the connection must be closed.")
		l.Silent(c, 0, "handle has returned, and Close of its connection gave an error")

		over, broken := c.Listen("a listener that is closed"), c.Listen("a listener that breaks")
		over.Close()
		broken.FailAccept(errors.New("accept: too many open files"))
		for _, ln := range []net.Listener{over, broken} {
			start(c, ln, 1, lines).Returns("Accept failed: Serve must return, and not call Accept again.")
		}
		l.Silent(c, 0, "Accept failed, of which Serve's error tells its caller, who decides whether that belongs in a log")
		start(c, over, 0, lines).Returns("Serve was called with room for 0 connections: return an error.")
		l.Silent(c, 0, "Serve was called with room for nobody, of which its error tells")

		d := ln.Dial("C")
		d.Send([]byte("p"))
		d.AwaitServerClosed("handle panicked: the connection must be closed.")
		c.Settle()
		n := len(l.Entries())
		e := ln.Dial("D")
		e.Send([]byte("r"))
		e.AwaitServerClosed("handle has returned: the connection must be closed.")
		l.Silent(c, n, "handle has panicked for the client before, and returned for this one")
		l.Untouched(c)
	})
}

// Both what ends a connection may take its time: Close, and the log.
func TestWaitsForTheEnd(t *testing.T) {
	logging(t, func(c *check.C, l *nettest.Log) {
		for _, v := range []struct{ end, how string }{
			{"r", "handle has returned"},
			{"p", "handle has panicked"},
			{"x", "handle has called runtime.Goexit"},
		} {
			ln := c.Listen("the listener")
			tap := &nettest.Tap{Listener: ln, Closing: c.Gate("Close of a connection")}
			call := start(c, tap, 2, lines)
			a := ln.Dial("A")
			answered(c, a, "A comes first.")
			ln.Close()
			a.Send([]byte(v.end))
			tap.Closing.Arrived(1, v.how+": Serve must close the connection.")
			call.StillRunning("The listener was closed, " + v.how + " for the last client, Close of its connection has not returned, and Serve has. Its caller may end the program now, and the last bytes may not be sent: wait for the Close, too. Deferred calls run in the opposite order, so what says that a connection is over is deferred before its Close")
			nettest.Long(c, "Close of a connection takes its time")
			call.StillRunning("The listener was closed, " + v.how + " for the last client, Close of its connection takes very long and has not returned, and Serve has. Wait for that Close without a time limit")
			tap.Closing.Open()
			ends(c, call, nil, "The listener was closed, and the last connection is closed")
			c.NoLeaks("Serve has returned, and a goroutine is left")
		}

		l.Gate = c.Gate("the log")
		ln := c.Listen("the listener")
		call := start(c, ln, 2, lines)
		a, b := ln.Dial("A"), ln.Dial("B")
		answered(c, a, "A comes first.")
		answered(c, b, "B comes second.")
		next := ln.Dial("C")
		a.Send([]byte("p"))
		l.Gate.Arrived(1, "handle panicked: log the value of the panic.")
		const slow = "handle has panicked for A, the log takes its time, and handle has returned for B"
		b.Send([]byte("r"))
		b.AwaitServerClosed(slow + ": close B's connection. A lock that is held while the log is written holds up everybody else.")
		answered(c, next, slow+", whose slot C waits for: accept C. A lock that is held while the log is written holds up everybody else.")
		ln.Close()
		next.Send([]byte("r"))
		next.AwaitServerClosed("handle has returned: close the connection.")
		call.StillRunning("The listener was closed, handle has panicked for the last client, the log takes its time, and Serve has returned. Its caller may end the program now, and nobody will ever read of the panic: wait until it is logged")
		nettest.Long(c, "the log takes its time")
		call.StillRunning("The listener was closed, handle has panicked for the last client, the log takes very long, and Serve has returned before the entry was written. Log on the connection's own goroutine, and wait for that without a time limit")
		l.Gate.Open()
		ends(c, call, nil, "The listener was closed, and the last panic is logged")
	})
}
