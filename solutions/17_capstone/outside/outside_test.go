// Package outside_test holds the outside checks of the echo service: real clients
// of a real process.
package outside_test

import (
	"fmt"
	"strings"
	"testing"

	"workbook/grader/check"
	"workbook/solutions/internal/nettest"
)

func TestMain(m *testing.M) { check.Main(m) }

func TestRealLoad(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject()
		stays := s.Dial("a client that stays")
		nettest.Says(stays, nettest.Word(c), "The first client must be served.")
		var crowd []*check.Peer
		var wants []string
		panics := 0
		for i := range 40 {
			a := s.Dial(fmt.Sprintf("client %d", i+1))
			var text strings.Builder
			for range 1 + c.Rand().IntN(5) {
				fmt.Fprintln(&text, nettest.Word(c)+strings.Repeat("x", c.Rand().IntN(3000)))
			}
			crowd, wants = append(crowd, a), append(wants, text.String())
			a.Send([]byte(text.String()))
		}
		// Those in front must leave, or nobody behind them is accepted.
		for i, a := range crowd {
			a.Expect([]byte(wants[i]), "40 clients came to a service with room for three, two of which leave in front of each: it is this one's turn, and it must get all its answers.")
			if c.Rand().IntN(3) == 0 {
				panics++
				a.Send([]byte("panic\n"))
				a.AwaitEnd("Reply panicked: close the connection.")
			} else {
				a.CloseWrite()
				a.ExpectEOF("A client is done: close its connection.")
			}
		}
		nettest.Says(stays, nettest.Word(c), "Many have come and left, and reply panicked for some: the first client must be served as before.")
		s.Alive("Reply panicked for some clients: the process must survive that.")
		stays.CloseWrite()
		stays.ExpectEOF("The first client is done: close its connection.")
		last := s.Dial("the last client")
		nettest.Says(last, "finish", "The last client must be served.") // and so shuts the service down
		last.CloseWrite()
		last.ExpectEOF("The last client is done: close its connection.")
		nettest.Told(c, s, fmt.Sprintf("Serve ErrClosed, Shutdown nil, then 0 open, %d panicked\n", panics), "Shutdown was called without a time limit, and all clients have left")
	})
}

func TestRealShutdown(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject()
		a, b, d := s.Dial("A"), s.Dial("B"), s.Dial("C")
		for _, client := range []*check.Peer{a, b, d} {
			nettest.Says(client, nettest.Word(c), client.Name()+" must be served.")
		}
		b.Send([]byte("stats\n"))
		b.Expect([]byte("3 open, 0 panicked\n"), "Three clients are connected, and reply calls Stats: no lock may be held while reply is at work.")
		nettest.Says(a, "cut", "A must be served.") // and so tells the service, which is full, to shut down
		for _, client := range []*check.Peer{d, b, a} {
			client.AwaitEnd("Shutdown was called with a time limit, which has passed, and " + client.Name() + " has not left: cut its connection, by closing it.")
		}
		nettest.ToldFirst(c, s, "Serve ErrClosed, Shutdown DeadlineExceeded, then ", "Shutdown was called with a time limit, which has passed while three clients were connected")
	})
}
