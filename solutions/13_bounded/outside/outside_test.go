// Package outside_test holds the outside checks of the server with a limit: real
// clients of a real process.
package outside_test

import (
	"fmt"
	"testing"

	"workbook/grader/check"
)

func TestMain(m *testing.M) { check.Main(m) }

// says sends a line and expects it back.
func says(c *check.C, a *check.Peer, why string) {
	line := fmt.Appendf(nil, "%s %016x\n", a.Name(), c.Rand().Uint64())
	a.Send(line)
	a.Expect(line, why)
}

const (
	first  = "1 of 2\n"
	second = "2 of 2\n"
)

func TestBackPressure(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject()
		a := s.Dial("A")
		a.Expect([]byte(first), "A is the first client of a server with room for two.")
		b := s.Dial("B")
		b.Expect([]byte(second), "B is the second client of a server with room for two.")
		queue := []*check.Peer{s.Dial("C"), s.Dial("D"), s.Dial("E")}
		for range 3 {
			says(c, a, "A has a slot, while others wait: it must be served.")
			says(c, b, "B has a slot, while others wait: it must be served.")
		}
		for _, next := range queue {
			a.CloseWrite()
			a.ExpectEOF(a.Name() + " is done, and handle has returned: close its connection.")
			next.Expect([]byte(second), fmt.Sprintf("A server with room for two tells each client how many are being served. %s has left, B is connected, and it is %s's turn.", a.Name(), next.Name()))
			a = next
		}
		says(c, a, "The last client in the queue has a slot at last: it must be served.")
		says(c, b, "B was connected all the time: it must be served.")
	})
}

func TestProcessSurvives(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject()
		stays := s.Dial("a client that stays")
		stays.Expect([]byte(first), "This is the first client of a server with room for two.")
		for i := range 6 {
			a := s.Dial(fmt.Sprintf("client %d", i+1))
			a.Expect([]byte(second), fmt.Sprintf("handle panicked for the clients before, %d so far: the slot of each must be there again.", i))
			a.Send([]byte("panic\n"))
			a.AwaitEnd("handle panicked: the connection must be closed.")
		}
		says(c, stays, "handle panicked for other clients: this one must be served as before.")
		s.Alive("handle panicked for six clients: the process must survive that.")
	})
}

func TestStopsWhenClosed(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject()
		a := s.Dial("A")
		a.Expect([]byte(first), "A is the first client of a server with room for two.")
		s.CloseListener(0)
		says(c, a, "The listener was closed, and A is connected: serve it to its end.")
		a.CloseWrite()
		a.ExpectEOF("A is done: close its connection.")
		if err := s.Returns("The listener was closed and A has left: Serve must return."); err != nil {
			c.Fail(check.Mistake{
				Message: "The listener was closed while A was connected, and A has left, which is an ordinary end: Serve waits for A and returns nil.",
				Got:     err.Error(), Expected: "nil",
			})
		}
	})
}
