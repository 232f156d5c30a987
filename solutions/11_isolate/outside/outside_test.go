// Package outside_test holds the outside checks of the server whose connections fail
// alone: real clients of a real process.
package outside_test

import (
	"errors"
	"fmt"
	"net"
	"testing"

	"workbook/grader/check/outside"
)

func TestMain(m *testing.M) { outside.Main(m) }

func TestProcessSurvives(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := c.Subject()
		a := s.Dial("A")
		word := func() string { return fmt.Sprintf("word-%016x", c.Rand().Uint64()) }
		first := word()
		a.Send([]byte("echo " + first + "\n"))
		a.Expect([]byte(first+"\n"), "A's handler answers each line")

		for _, how := range []struct{ command, what string }{
			{"panic " + word(), "panicked"},
			{"index ", "went out of the range of a string, which is a panic"},
			{"abort", "panicked with ErrAbort"},
			{"exit", "called runtime.Goexit"},
			{"close", "closed the connection by itself, and returned"},
			{"closepanic " + word(), "closed the connection by itself, and panicked"},
			{"late " + word(), "called runtime.Goexit, and then a deferred call of it panicked"},
		} {
			b := s.Dial("B")
			b.Send([]byte("type\n"))
			b.Expect([]byte("*net.TCPConn\n"), "A handler must get the very connection that Accept gave, which here is a *net.TCPConn: it may know that, and use more of it than net.Conn has")
			b.Send([]byte(how.command + "\n"))
			b.AwaitEnd("B's handler " + how.what + ": its connection must be closed")
			s.Alive("B's handler " + how.what + ", which is the end of B's connection and not of the process")
			last := word()
			a.Send([]byte("echo " + last + "\n"))
			a.Expect([]byte(last+"\n"), "B's handler "+how.what+", and A's goes on as if nothing had happened")
		}

		boom := word()
		d := s.Dial("C")
		d.Send([]byte("panic " + boom + "\n"))
		a.Send([]byte("await " + boom + "\n"))
		a.Expect([]byte("reported "+boom+"\n"), "C's handler panicked, and that must be reported, with the value of the panic")
	})
}

func TestPrintsNothing(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := c.Subject()
		for _, command := range []string{"echo", "panic it", "index", "abort", "exit", "close", "closepanic it", "late it"} {
			a := s.Dial("A")
			a.Send([]byte(command + "\n"))
			a.CloseWrite()
			a.AwaitEnd("A handler obeys the command " + command + ", and then is over: its connection must be closed")
		}
		b := s.Dial("B")
		for _, boom := range []string{"it", "it after Close"} {
			b.Send([]byte("await " + boom + "\n"))
			b.Expect([]byte("reported "+boom+"\n"), "A handler panicked, and that must be reported")
		}
		b.CloseWrite()
		b.AwaitEnd("B is done: its connection must be closed")
		s.CloseListener(0)
		if err := s.Returns("The listener was closed, and all clients are gone: Serve must return"); err != nil && !errors.Is(err, net.ErrClosed) {
			c.Fail(outside.Mistake{
				Message: "The listener was closed, which is an ordinary end: Serve must return nil or an error that wraps net.ErrClosed",
				Got:     fmt.Sprintf("the error %q", err), Expected: "nil or an error that wraps net.ErrClosed",
			})
		}
		s.Exit()
		stdout, stderr := s.Output()
		for _, stream := range []struct{ name, text string }{{"standard error", stderr}, {"standard output", stdout}} {
			if stream.text != "" {
				c.Fail(outside.Mistake{
					Message: "Handlers ended in many ways, and something was printed to " + stream.name + ". Report is told of a panic, and decides who else is; about all else there is nothing to say. Take out what logs or prints",
					Got:     stream.text, Expected: "nothing",
				})
			}
		}
	})
}
