// Package outside_test holds the outside checks of the sequential echo server:
// real clients of a real process.
package outside_test

import (
	"testing"

	"workbook/grader/check"
	"workbook/solutions/internal/echotest"
)

func TestMain(m *testing.M) { check.Main(m) }

func TestOverTCP(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject()
		for _, name := range []string{"A", "B"} {
			a := s.Dial(name)
			for _, n := range []int{50, 1, 5000, 256 << 10} {
				echotest.Talk(c, a, n, name+" sent bytes over TCP and waits for them to come back, with the connection open: they must all come back, unchanged and in order.")
			}
			echotest.Leave(c, a)
		}
		s.Alive("Two clients came and went in good order: wait for the next one.")
	})
}

func TestProcessSurvives(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject()
		echotest.BreaksThree(c, s, 0)
		s.Alive("Three clients broke their connections: the process must survive that.")
	})
}

func TestStopsWhenClosed(t *testing.T) { check.Outside(t, echotest.StopsWhenClosed) }
