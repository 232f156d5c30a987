package peertest

import (
	"fmt"
	"strings"

	"workbook/grader/check/outside"
)

// Says sends a line to a process and expects it back.
func Says(a *outside.Peer, line, why string) {
	a.Send([]byte(line + "\n"))
	a.Expect([]byte(line+"\n"), why)
}

// Word is something to say that nobody else says.
func Word(c *outside.C) string { return fmt.Sprintf("hello %016x", c.Rand().Uint64()) }

// Told expects a program to end, and to say want of its calls of Serve and Shutdown.
func Told(c *outside.C, s *outside.Subject, want, when string) {
	if got := last(s, when); got != want {
		misled(c, got, want, when)
	}
}

// ToldFirst is Told for a program that says want, and then more.
func ToldFirst(c *outside.C, s *outside.Subject, want, when string) {
	if got := last(s, when); !strings.HasPrefix(got, want) {
		misled(c, got, want, when)
	}
}

// last is what a program says at its end.
func last(s *outside.Subject, when string) string {
	if err := s.Returns(when + ": Serve and Shutdown must return, and the program ends after both of them."); err != nil {
		return err.Error()
	}
	return "nil"
}

func misled(c *outside.C, got, want, when string) {
	c.Fail(outside.Mistake{
		Message: when + ", and the two callers were told something else than what happened.",
		Got:     got, Expected: want,
	})
}
