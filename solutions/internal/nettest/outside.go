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

// Told expects a program to end, and to say want of its calls of Serve and Shutdown.
func Told(c *check.C, s *check.Subject, want, when string) {
	if got := last(s, when); got != want {
		misled(c, got, want, when)
	}
}

// ToldFirst is Told for a program that says want, and then more.
func ToldFirst(c *check.C, s *check.Subject, want, when string) {
	if got := last(s, when); !strings.HasPrefix(got, want) {
		misled(c, got, want, when)
	}
}

// last is what a program says at its end.
func last(s *check.Subject, when string) string {
	if err := s.Returns(when + ": Serve and Shutdown must return, and the program ends after both of them."); err != nil {
		return err.Error()
	}
	return "nil"
}

func misled(c *check.C, got, want, when string) {
	c.Fail(check.Mistake{
		Message: when + ", and the two callers were told something else than what happened.",
		Got:     got, Expected: want,
	})
}
