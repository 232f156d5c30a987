// Package outside_test holds the outside checks of the server that can be shut
// down: real clients of a real process.
package outside_test

import (
	"testing"

	"workbook/grader/check"
	"workbook/solutions/internal/nettest"
)

func TestMain(m *testing.M) { check.Main(m) }

func TestProcessFinishes(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject()
		a, b := s.Dial("A"), s.Dial("B")
		nettest.Says(b, nettest.Word(c), "B must be served.")
		nettest.Says(a, "finish", "A must be served.") // and so tells the server to shut down
		for range 3 {
			nettest.Says(b, nettest.Word(c), "Shutdown was called without a time limit, and B is connected: let it finish.")
		}
		a.CloseWrite()
		a.ExpectEOF("A is done, and handle has returned: close its connection.")
		nettest.Says(b, nettest.Word(c), "Shutdown was called without a time limit, A has left, and B is connected: let it finish.")
		b.CloseWrite()
		b.ExpectEOF("B is done, and handle has returned: close its connection.")
		nettest.Told(c, s, "Serve ErrClosed, Shutdown nil", "Shutdown was called without a time limit, and all clients have left")
	})
}

func TestProcessCuts(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject()
		a, b := s.Dial("A"), s.Dial("B")
		nettest.Says(b, nettest.Word(c), "B must be served.")
		nettest.Says(a, "cut", "A must be served.") // and so tells the server to shut down
		b.AwaitEnd("Shutdown was called with a time limit, which has passed, and B has not left: cut its connection, by closing it.")
		a.AwaitEnd("Shutdown was called with a time limit, which has passed, and A has not left: cut its connection, by closing it.")
		nettest.Told(c, s, "Serve ErrClosed, Shutdown DeadlineExceeded", "Shutdown was called with a time limit, which has passed while two clients were connected")
	})
}
