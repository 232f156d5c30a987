// Package outside_test holds the outside checks of the echo server that spawns:
// real clients of a real process.
package outside_test

import (
	"fmt"
	"testing"

	"workbook/grader/check/outside"
	"workbook/solutions/internal/peertest"
)

func TestMain(m *testing.M) { outside.Main(m) }

func TestHundredsOverTCP(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := c.Subject()
		a := s.Dial("A")
		peertest.Flood(c, a)
		clients := make([]*outside.Peer, peertest.Many(c))
		for i := range clients {
			clients[i] = s.Dial(fmt.Sprintf("client %d", i+1))
		}
		peertest.Crowd(c, s, clients, func(who string) string {
			return fmt.Sprintf("%d clients are connected at the same time, and the ones before %s are silent: %s must be answered all the same, unchanged.", len(clients), who, who)
		})
		peertest.Talk(c, a, 200, "A was silent while all the others came and went: it must be served until its EOF.")
	})
}

func TestProcessSurvives(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := c.Subject()
		silent := s.Dial("a silent client")
		peertest.BreaksThree(c, s, 0)
		peertest.Talk(c, silent, 100, "Other clients broke their connections while this one was silent: it must be served as before.")
		s.Alive("Three clients broke their connections: the process must survive that.")
	})
}

func TestStopsWhenClosed(t *testing.T) { outside.Run(t, peertest.StopsWhenClosed) }
