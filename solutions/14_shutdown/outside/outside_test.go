// Package outside_test holds the outside checks of the server that can be shut
// down: real clients of a real process.
package outside_test

import (
	"fmt"
	"testing"

	"workbook/grader/check"
)

func TestMain(m *testing.M) { check.Main(m) }

// says sends a line and expects it back.
func says(a *check.Peer, line, why string) {
	a.Send([]byte(line + "\n"))
	a.Expect([]byte(line+"\n"), why)
}

// word is something to say that nobody else says.
func word(c *check.C) string { return fmt.Sprintf("hello %016x", c.Rand().Uint64()) }

// ended expects what the program says of its two calls.
func ended(c *check.C, s *check.Subject, want, when string) {
	got := "nil"
	if err := s.Returns(when + ": Serve and Shutdown must return, and the program ends after both of them."); err != nil {
		got = err.Error()
	}
	if got != want {
		c.Fail(check.Mistake{
			Message: when + ", and the two callers were told something else than what happened.",
			Got:     got, Expected: want,
		})
	}
}

func TestProcessFinishes(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject()
		a, b := s.Dial("A"), s.Dial("B")
		says(b, word(c), "B must be served.")
		says(a, "finish", "A must be served.") // and so tells the server to shut down
		for range 3 {
			says(b, word(c), "Shutdown was called without a time limit, and B is connected: let it finish.")
		}
		a.CloseWrite()
		a.ExpectEOF("A is done, and handle has returned: close its connection.")
		says(b, word(c), "Shutdown was called without a time limit, A has left, and B is connected: let it finish.")
		b.CloseWrite()
		b.ExpectEOF("B is done, and handle has returned: close its connection.")
		ended(c, s, "Serve ErrClosed, Shutdown nil", "Shutdown was called without a time limit, and all clients have left")
	})
}

func TestProcessCuts(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject()
		a, b := s.Dial("A"), s.Dial("B")
		says(b, word(c), "B must be served.")
		says(a, "cut", "A must be served.") // and so tells the server to shut down
		b.AwaitEnd("Shutdown was called with a time limit, which has passed, and B has not left: cut its connection, by closing it.")
		a.AwaitEnd("Shutdown was called with a time limit, which has passed, and A has not left: cut its connection, by closing it.")
		ended(c, s, "Serve ErrClosed, Shutdown DeadlineExceeded", "Shutdown was called with a time limit, which has passed while two clients were connected")
	})
}
