// Package outside_test holds the outside checks of the echo server that spawns:
// real clients of a real process.
package outside_test

import (
	"errors"
	"fmt"
	"net"
	"testing"

	"workbook/grader/check"
)

func TestMain(m *testing.M) { check.Main(m) }

func TestHundredsOverTCP(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		const n = 300
		s := c.Subject()
		clients := make([]*check.Peer, n)
		for i := range clients {
			clients[i] = s.Dial(fmt.Sprintf("client %d", i+1))
		}
		// The last one first: nobody has said anything before it.
		for i := n - 1; i >= 0; i-- {
			a := clients[i]
			sent := c.Bytes(200)
			a.Send(sent)
			a.Expect(sent, fmt.Sprintf("%d clients are connected at the same time, and the ones before %s are silent: %s must be answered all the same, unchanged.", n, a.Name(), a.Name()))
		}
		for _, a := range clients {
			last := c.Bytes(100)
			a.Send(last)
			a.CloseWrite()
			a.Expect(last, a.Name()+" closed its writing side after its last bytes, and goes on reading: they must come back too.")
			a.ExpectEOF(a.Name() + " is done and has everything back: close its connection.")
		}
		s.Alive("All clients came and went in good order: wait for the next one.")
	})
}

func TestProcessSurvives(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject()
		silent := s.Dial("a silent client")

		a := s.Dial("A")
		sent := c.Bytes(100)
		a.Send(sent)
		a.Expect(sent, "A must be answered.")
		a.Reset() // while the server waits in Read

		b := s.Dial("B")
		b.Send(c.Bytes(1 << 20))
		b.Reset() // with bytes under way in both directions

		s.Dial("C").Reset()

		d := s.Dial("D")
		sent = c.Bytes(100)
		d.Send(sent)
		d.Expect(sent, "A, B and C broke their connections, and D came after them: the failure of a client ends that client's connection only, and D must be served.")
		silent.Send(sent)
		silent.Expect(sent, "Other clients broke their connections while this one was silent: it must be served as before.")
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
