// Package outside_test holds the outside checks of the echo server on two
// listeners: real clients of a real process.
package outside_test

import (
	"errors"
	"fmt"
	"net"
	"testing"

	"workbook/grader/check"
)

func TestMain(m *testing.M) { check.Main(m) }

func TestTwoPorts(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		const n = 100
		s := c.Subject(check.Listeners(2))
		var clients []*check.Peer
		for i := range n {
			for port := range 2 {
				clients = append(clients, s.DialTo(port, fmt.Sprintf("client %d of listener %d", i+1, port+1)))
			}
		}
		// The last one first: nobody has said anything before it.
		for i := len(clients) - 1; i >= 0; i-- {
			a := clients[i]
			sent := c.Bytes(200)
			a.Send(sent)
			a.Expect(sent, fmt.Sprintf("%d clients are connected to each of two ports, and most of them are silent: %s must be answered all the same, unchanged.", n, a.Name()))
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

func TestServesOnOverTCP(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		closesOne(c, 0, "first", "second")
		closesOne(c, 1, "second", "first")
	})
}

// closesOne closes one of a subject's two listeners, and the other one later.
func closesOne(c *check.C, closed int, name, other string) {
	s := c.Subject(check.Listeners(2))
	a := s.DialTo(closed, "A")
	talk(c, a, "A must be answered.")
	s.CloseListener(closed)
	clients := []*check.Peer{a}
	for _, who := range []string{"B", "C", "D"} {
		// One by one: whoever is about to stop may still accept the first of them.
		b := s.DialTo(1-closed, who)
		talk(c, b, fmt.Sprintf("The %s listener was closed, and %s came to the %s: when one listener ends, the other goes on.", name, who, other))
		clients = append(clients, b)
	}
	talk(c, a, fmt.Sprintf("The %s listener was closed while A was connected to it: A is served until its EOF all the same.", name))
	for _, p := range clients {
		p.CloseWrite()
		p.ExpectEOF(p.Name() + " is done: its connection must be closed.")
	}
	s.CloseListener(1 - closed)
	err := s.Returns("Both listeners were closed and all clients are gone: Echoes must return.")
	if err != nil && !errors.Is(err, net.ErrClosed) {
		c.Fail(check.Mistake{
			Message:  "Both listeners were closed, which is an ordinary end: Echoes must return nil or an error that wraps net.ErrClosed.",
			Got:      "the error " + err.Error(),
			Expected: "nil or an error that wraps net.ErrClosed",
		})
	}
}

func TestProcessSurvives(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject(check.Listeners(2))
		for port := range 2 {
			a := s.DialTo(port, "A")
			talk(c, a, "A must be answered.")
			a.Reset() // while the server waits in Read

			b := s.DialTo(port, "B")
			b.Send(c.Bytes(1 << 20))
			b.Reset() // with bytes under way in both directions

			s.DialTo(port, "C").Reset()

			d := s.DialTo(port, "D")
			talk(c, d, "A, B and C broke their connections, and D came after them: the failure of a client ends that client's connection only, and D must be served.")
		}
		s.Alive("Clients broke their connections: the process must survive that.")
	})
}

func talk(c *check.C, a *check.Peer, why string) {
	sent := c.Bytes(100)
	a.Send(sent)
	a.Expect(sent, why)
}
