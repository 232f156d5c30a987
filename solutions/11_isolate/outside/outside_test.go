// Package outside_test holds the outside checks of the server whose connections fail
// alone: real clients of a real process.
package outside_test

import (
	"fmt"
	"testing"

	"workbook/grader/check"
)

func TestMain(m *testing.M) { check.Main(m) }

func TestProcessSurvives(t *testing.T) {
	check.Outside(t, func(c *check.C) {
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
		} {
			b := s.Dial("B")
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
