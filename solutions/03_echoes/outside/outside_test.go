// Package outside_test holds the outside checks of the echo server on two
// listeners: real clients of a real process.
package outside_test

import (
	"fmt"
	"testing"

	"workbook/grader/check/outside"
	"workbook/solutions/internal/echotest"
	"workbook/solutions/internal/peertest"
)

func TestMain(m *testing.M) { outside.Main(m) }

func TestTwoPorts(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		n := peertest.Many(c) / 2
		s := c.Subject(outside.Listeners(2))
		port := c.Rand().IntN(2)
		a := s.DialTo(port, fmt.Sprintf("a client of listener %d", port+1))
		peertest.Flood(c, a)
		peertest.Leave(c, a)
		var clients []*outside.Peer
		for i := range n {
			for port := range 2 {
				clients = append(clients, s.DialTo(port, fmt.Sprintf("client %d of listener %d", i+1, port+1)))
			}
		}
		peertest.Crowd(c, s, clients, func(who string) string {
			return fmt.Sprintf("%d clients are connected to each of two ports, and most of them are silent: %s must be answered all the same, unchanged.", n, who)
		})
	})
}

func TestServesOnOverTCP(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		closesOne(c, 0, "first", "second")
		closesOne(c, 1, "second", "first")
	})
}

// closesOne closes one of a subject's two listeners, and the other one later.
func closesOne(c *outside.C, closed int, name, other string) {
	s := c.Subject(outside.Listeners(2))
	a := s.DialTo(closed, "A")
	peertest.Talk(c, a, 100, "A must be answered.")
	s.CloseListener(closed)
	clients := []*outside.Peer{a}
	for _, who := range []string{"B", "C", "D"} {
		// One by one: whoever is about to stop may still accept the first of them.
		b := s.DialTo(1-closed, who)
		peertest.Talk(c, b, 100, fmt.Sprintf("The %s listener was closed, and %s came to the %s: when one listener ends, the other goes on.", name, who, other))
		clients = append(clients, b)
	}
	peertest.Talk(c, a, 100, fmt.Sprintf("The %s listener was closed while A was connected to it: A is served until its EOF all the same.", name))
	for _, p := range clients {
		p.CloseWrite()
		p.ExpectEOF(p.Name() + " is done: its connection must be closed.")
	}
	s.CloseListener(1 - closed)
	err := s.Returns("Both listeners were closed and all clients are gone: Echoes must return.")
	echotest.Quiet(c, "Echoes", err, "Both listeners were closed")
}

func TestProcessSurvives(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := c.Subject(outside.Listeners(2))
		for port := range 2 {
			peertest.BreaksThree(c, s, port)
		}
		s.Alive("Clients broke their connections: the process must survive that.")
	})
}
