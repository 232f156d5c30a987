package echotest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"

	"workbook/grader/check"
)

// breaks are errors of a Read or a Write after which nothing comes any more, each of a
// kind that some code takes for something that passes. None is a timeout: who sets
// deadlines and goes on after them is right, and a connection that has timed out by itself
// gives EOF after that.
func breaks() []error {
	return []error{
		errors.New("no route to host"),
		net.ErrClosed,
		context.Canceled,
		errors.New(""),
	}
}

// Breaks lets the connections of clients break, one after the other, while the server
// waits in Read, and then in Write, and expects of each that it is closed and ends
// nothing else.
func Breaks(c *check.C, ln *check.Listener, call *check.Call) {
	broken := func(method string, err error, fail func(*check.Conn)) {
		when := fmt.Sprintf("A %s failed for a client with the error %q", method, err)
		a := ln.Dial("X")
		Exchange(c, a, Greeting(c, "X"), "X came to a server of which the listener is open.")
		c.Settle() // the server waits in Read
		fail(a)
		call.StillRunning(when + ", which is this client's end and nobody else's: go on with the others.")
		a.AwaitServerClosed(when + ": whatever the error, that is the end of this connection. Close it, and do not try again.")
		a.Close()
	}
	for _, err := range breaks() {
		broken("Read", err, func(a *check.Conn) { a.FailReads(err) })
	}
	for _, err := range append(breaks(), io.EOF) {
		broken("Write", err, func(a *check.Conn) {
			a.FailWrites(err)
			a.Send(c.Bytes(10))
		})
	}
}

// ManyBreak lets so many connections break at the same time that what the server keeps of
// each failure is full, if it is kept where nobody fetches it.
func ManyBreak(c *check.C, ln *check.Listener, call *check.Call) {
	n := c.Amount(300, 20)
	clients := make([]*check.Conn, n)
	for i := range clients {
		clients[i] = ln.Dial(fmt.Sprintf("client %d", i+1))
	}
	c.Settle() // those whose turn it is are served
	for _, a := range clients {
		a.Reset()
	}
	why := fmt.Sprintf("%d clients reset their connections, one like the other: each connection must be closed, and nothing may be kept of a failure that somebody would have to fetch.", n)
	for _, a := range clients {
		a.AwaitServerClosed(why)
	}
	call.StillRunning(why)
}
