// Package outside_test holds the outside checks of the sequential echo server:
// real clients of a real process.
package outside_test

import (
	"fmt"
	"testing"

	"workbook/grader/check/outside"
	"workbook/solutions/internal/peertest"
)

func TestMain(m *testing.M) { outside.Main(m) }

func TestOverTCP(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := c.Subject()
		for _, name := range []string{"A", "B"} {
			a := s.Dial(name)
			for _, n := range []int{50, 1, 5000, 256 << 10} {
				peertest.Talk(c, a, n, name+" sent bytes over TCP and waits for them to come back, with the connection open: they must all come back, unchanged and in order.")
			}
			peertest.Leave(c, a)
		}
		inTurns(c, s)
		a := s.Dial("a talkative client")
		peertest.Flood(c, a)
		peertest.Leave(c, a)
		peertest.Procession(c, s)
		s.Alive("Thousands of clients came and went in good order: wait for the next one.")
	})
}

// inTurns lets clients wait in line while the first is served.
func inTurns(c *outside.C, s *outside.Subject) {
	clients := make([]*outside.Peer, 20)
	hello := make([][]byte, len(clients))
	for i := range clients {
		clients[i] = s.Dial(fmt.Sprintf("client %d", i+1))
		hello[i] = clients[i].Payload(30)
		clients[i].Send(hello[i])
	}
	for i, a := range clients {
		a.Expect(hello[i], a.Name()+" is the next in line: clients are served in order of arrival, over TCP too.")
		for range 5 {
			peertest.Talk(c, a, 100, a.Name()+" is still being served, with others waiting: it must be served until its EOF.")
		}
		for _, b := range clients[i+1:] {
			if len(b.Received()) > 0 {
				c.Failf("%s got an answer while %s is connected and before it: clients are served one at a time, over TCP too.", b.Name(), a.Name())
			}
		}
		peertest.Leave(c, a)
	}
}

func TestProcessSurvives(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := c.Subject()
		peertest.BreaksThree(c, s, 0)
		s.Alive("Three clients broke their connections: the process must survive that.")
	})
}

func TestStopsWhenClosed(t *testing.T) { outside.Run(t, peertest.StopsWhenClosed) }
