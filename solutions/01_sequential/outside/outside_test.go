// Package outside_test holds the outside checks of the sequential echo server:
// real clients of a real process.
package outside_test

import (
	"errors"
	"net"
	"testing"

	"workbook/grader/check"
)

func TestMain(m *testing.M) { check.Main(m) }

func TestOverTCP(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject()
		for _, name := range []string{"A", "B"} {
			a := s.Dial(name)
			for _, n := range []int{50, 1, 5000, 256 << 10} {
				sent := c.Bytes(n)
				a.Send(sent)
				a.Expect(sent, name+" sent bytes over TCP and waits for them to come back, with the connection open: they must all come back, unchanged and in order.")
			}
			last := c.Bytes(100)
			a.Send(last)
			a.CloseWrite()
			a.Expect(last, name+" closed its writing side after its last bytes, and goes on reading: they must come back too.")
			a.ExpectEOF(name + " is done and has everything back: close its connection.")
		}
		s.Alive("Two clients came and went in good order: wait for the next one.")
	})
}

func TestProcessSurvives(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject()

		a := s.Dial("A")
		sent := c.Bytes(100)
		a.Send(sent)
		a.Expect(sent, "A comes first.")
		a.Reset() // while the server waits in Read

		b := s.Dial("B")
		b.Send(c.Bytes(1 << 20))
		b.Reset() // with bytes under way in both directions

		s.Dial("C").Reset()

		d := s.Dial("D")
		sent = c.Bytes(100)
		d.Send(sent)
		d.Expect(sent, "A, B and C broke their connections, and D came after them: the failure of a client ends that client's connection only, and D must be served.")
		s.Alive("Three clients broke their connections: the process must survive that.")
	})
}

func TestStopsWhenClosed(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject()
		s.Alive("The listener is open: wait for clients.")
		s.CloseListener(0)
		err := s.Returns("The listener was closed, so Accept fails: Echo must return.")
		if err != nil && !errors.Is(err, net.ErrClosed) {
			c.Fail(check.Mistake{
				Message:  "The listener was closed, which is an ordinary end: Echo must return nil or an error that wraps net.ErrClosed.",
				Got:      "the error " + err.Error(),
				Expected: "nil or an error that wraps net.ErrClosed",
			})
		}
	})
}
