package echotest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"

	"workbook/grader/check"
	"workbook/solutions/internal/pausetest"
)

// ListenerClosed checks that the server waits for clients, for two hundred years
// if need be, and ends quietly when its listener is closed.
func (echo Echo) ListenerClosed(c *check.C) {
	ln, call := echo.Start(c)
	call.StillRunning("Nobody has come yet, and the listener is open: wait in Accept.")
	pausetest.Idle(c, func(pause string) {
		call.StillRunning("Nobody has come for " + pause + ", and the listener is open: wait in Accept, without a time limit.")
	})
	ln.Close()
	EndsQuietly(c, call, "The listener was closed")

	ln = c.Listen("a closed listener")
	ln.Close()
	call = c.Go("Echo", func() error { return echo(ln) })
	EndsQuietly(c, call, "The listener was closed before Echo began")

	// Errors that say so in other words, and wrap what they mean.
	for _, err := range Closings() {
		ln = c.Listen("a listener of another kind")
		call = c.Go("Echo", func() error { return echo(ln) })
		ln.FailAccept(err)
		EndsQuietly(c, call, fmt.Sprintf("Accept gave the error %q, which wraps net.ErrClosed", err))
	}
}

// Closings are errors of an Accept that say that its listener was closed.
func Closings() []error {
	return []error{
		net.ErrClosed,
		fmt.Errorf("the listener has gone home: %w", net.ErrClosed),
		errors.Join(errors.New("no more clients"), &net.OpError{Op: "accept", Net: "tcp", Err: net.ErrClosed}),
	}
}

// Failures are errors of an Accept whose listener was not closed: each of a kind
// that some code takes for something else.
func Failures() []error {
	return []error{
		errors.New("accept: too many open files"),
		&net.OpError{Op: "accept", Net: "tcp", Err: errors.New("the network is down")},
		// "Temporary", so that net/http's loop would try again.
		&net.OpError{Op: "accept", Net: "tcp", Err: os.NewSyscallError("accept4", syscall.EMFILE)},
		// A client that left before it was accepted, which some loops take for nothing.
		&net.OpError{Op: "accept", Net: "tcp", Err: os.NewSyscallError("accept4", syscall.ECONNABORTED)},
		// Of the kinds that have a meaning elsewhere: a timeout, an end, a cancellation.
		&net.OpError{Op: "accept", Net: "tcp", Err: os.ErrDeadlineExceeded},
		io.EOF,
		context.Canceled,
		// The words of net.ErrClosed, and not that error.
		errors.New("accept tcp 127.0.0.1:7001: use of closed network connection"),
		errors.New(""),
	}
}

// AcceptFails checks that a failure of Accept is returned, the first one too.
func (echo Echo) AcceptFails(c *check.C) {
	for i, broken := range Failures() {
		when := fmt.Sprintf("Accept failed with the error %q", broken)
		ln := c.Listen("the listener")
		if i%2 == 0 {
			call := c.Go("Echo", func() error { return echo(ln) })
			call.StillRunning("Nobody has come yet, and the listener is open: wait in Accept.")
			ln.FailAccept(broken)
			EndsWith(c, call, broken, when)
			continue
		}
		ln.FailAccept(broken)
		call := c.Go("Echo", func() error { return echo(ln) })
		EndsWith(c, call, broken, when+", the very first time")
	}
}

// LastInLine lets Accept fail as soon as it has given the last of some clients who wait
// in line, when perhaps none of them is served yet.
func (echo Echo) LastInLine(c *check.C) {
	n := c.Amount(300, 20) // more than buffers that people make for what is over
	ln := c.Listen("the listener")
	clients, hello := InLine(c, ln, n)
	broken := errors.New("accept: too many open files")
	call := c.Go("Echo", func() error { return echo(Short(ln, int64(n), broken)) })
	for i, a := range clients {
		a.Expect(hello[i], fmt.Sprintf("%d clients were accepted, one right after the other, and then Accept failed at once. %s is one of them: whoever was accepted is served until its EOF all the same.", n, a.Name()))
		a.CloseWrite()
		a.ExpectEOF(a.Name() + " is done: its connection must be closed.")
	}
	EndsWith(c, call, broken, "Accept failed after the last of some clients")
}

// InLine lets n clients connect and say something, and gives what they said.
func InLine(c *check.C, ln *check.Listener, n int) (clients []*check.Conn, hello [][]byte) {
	for i := range n {
		a := ln.Dial(fmt.Sprintf("client %d", i+1))
		clients, hello = append(clients, a), append(hello, Greeting(c, a.Name()))
		a.Send(hello[i])
	}
	return clients, hello
}
