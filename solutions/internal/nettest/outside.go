package nettest

import (
	"fmt"
	"strings"

	"workbook/grader/check"
)

// Says sends a line to a process and expects it back.
func Says(a *check.Peer, line, why string) {
	a.Send([]byte(line + "\n"))
	a.Expect([]byte(line+"\n"), why)
}

// Word is something to say that nobody else says.
func Word(c *check.C) string { return fmt.Sprintf("hello %016x", c.Rand().Uint64()) }

// Told expects a program to end, and to begin what it says of its calls of Serve and
// Shutdown with want.
func Told(c *check.C, s *check.Subject, want, when string) {
	got := "nil"
	if err := s.Returns(when + ": Serve and Shutdown must return, and the program ends after both of them."); err != nil {
		got = err.Error()
	}
	if !strings.HasPrefix(got, want) {
		c.Fail(check.Mistake{
			Message: when + ", and the two callers were told something else than what happened.",
			Got:     got, Expected: want,
		})
	}
}
