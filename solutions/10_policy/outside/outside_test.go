// Package outside_test holds the outside checks of the three answers to a panic: what
// becomes of a process.
package outside_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"workbook/grader/check/outside"
)

func TestMain(m *testing.M) { outside.Main(m) }

func TestProcessSurvives(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := c.Subject()
		a, b := s.Dial("A"), s.Dial("B")
		ignored, logged := word(c), word(c)
		a.Send([]byte("ignore stderr panic " + ignored + "\n"))
		a.Expect([]byte("on we go\n"), "A server ran a client's command under the policy ignore, and it panicked. That panic must end in Do, and the server must go on")
		a.Send([]byte("log stderr panic " + logged + "\n"))
		a.Expect([]byte("on we go\n"), "A server ran a client's command under the policy log, and it panicked. That panic must end in Do, and the server must go on")
		b.Send([]byte("ignore stderr panic " + ignored + "\n"))
		b.Expect([]byte("on we go\n"), "After the panics of other clients' commands, a client must be served as ever")
		s.Alive("Panics that were logged or ignored must not end the process")
		a.Send([]byte("log stderr exit\n"))
		a.Expect([]byte("gone\n"), "A server ran a client's command under the policy log, and it called runtime.Goexit. That must end the goroutine of Do's caller, as it does without Do")

		s.CloseListener(0)
		_, stderr := s.Exit()
		if n := strings.Count(stderr, "the log: "); n != 1 {
			c.Fail(outside.Mistake{
				Message: fmt.Sprintf("One command of a server panicked under the policy log, and its logger made %d entries. It must make one of each panic that is logged, and of nothing else", n),
				Got:     stderr, Expected: "one entry",
			})
		}
		for _, part := range []struct{ what, text string }{
			{"the value of the panic", logged},
			{"the name of the task", "serving"},
			{"the function that panicked", "main.toppleOver("},
			{"the whole way to that place", "created by main.obey"},
		} {
			if !strings.Contains(stderr, part.text) {
				c.Fail(outside.Mistake{
					Message: "A command of a server panicked under the policy log, and the entry does not have " + part.what,
					Got:     stderr, Expected: "an entry with " + part.text,
				})
			}
		}
	})
}

// word is a text that comes nowhere else.
func word(c *outside.C) string { return fmt.Sprintf("boom-%016x", c.Rand().Uint64()) }

func TestPrintsNothing(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := c.Subject()
		a := s.Dial("A")
		for _, policy := range []string{"propagate", "log", "ignore", "Policy(7)"} {
			a.Send([]byte(policy + " away return\n"))
			a.Expect([]byte("on we go\n"), "A server ran a client's command under the policy "+policy+", and it returned. Do must return as well")
			a.Send([]byte(policy + " away exit\n"))
			a.Expect([]byte("gone\n"), "A server ran a client's command under the policy "+policy+", and it called runtime.Goexit. That must end the goroutine of Do's caller, as it does without Do")
			text, answer := word(c), "on we go"
			if policy == "propagate" || policy == "Policy(7)" {
				answer = "panic " + text
			}
			a.Send([]byte(policy + " away panic " + text + "\n"))
			a.Expect([]byte(answer+"\n"), "A server ran a client's command under the policy "+policy+", and it panicked. Under propagate, and under a policy that is none of the three, the caller of Do must meet that panic, and otherwise Do must return")
		}
		s.CloseListener(0)
		s.Exit()
		stdout, stderr := s.Output()
		for _, stream := range []struct{ name, text string }{{"standard error", stderr}, {"standard output", stdout}} {
			if stream.text != "" {
				c.Fail(outside.Mistake{
					Message: "A server ran commands under each policy, and under one that is none of the three, with a logger that writes elsewhere, and something was printed to " + stream.name + ". People read that as a log, too: under ignore nobody must hear of a panic, and under log the readers of the logger, once. Under any other policy nothing is logged. Take out what prints",
					Got:     stream.text, Expected: "nothing",
				})
			}
		}
	})
}

func TestProcessDies(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := c.Subject()
		word := word(c)
		a := s.Dial("A")
		a.Send([]byte("propagate stderr die " + word + "\n"))
		a.AwaitEnd("A server ran a client's command under the policy propagate, it panicked, and nobody recovered that panic. It must end the program, as every Go panic does. Here the program went on as if nothing had happened")
		code, stderr := s.Exit()
		if code != 2 {
			c.Fail(outside.Mistake{
				Message: "Under propagate, a panic that nobody recovers must end the program, as every Go panic does, with exit code 2",
				Got:     fmt.Sprintf("exit code %d", code), Expected: "exit code 2",
			})
		}
		// The program may have printed anything before; the runtime has the last word.
		stderr = stderr[lastReport(stderr):]
		at := regexp.MustCompile(`^panic: ` + regexp.QuoteMeta(word) + `(?: \[recovered.*\])?(?m:$)`).FindStringIndex(stderr)
		if at == nil {
			first, _, _ := strings.Cut(stderr, "\n")
			c.Fail(outside.Mistake{
				Message: "Under propagate, a task panicked, nobody recovered that panic, and the program died of another one. The panic must come out of Do with the very value that the task panicked with",
				Got:     first, Expected: "panic: " + word,
			})
		}
		// The goroutine that panicked comes first in the report.
		_, report, _ := strings.Cut(stderr[at[1]:], "\n\n")
		stack, _, _ := strings.Cut(report, "\n\n")
		if !strings.Contains(stack, "main.toppleOver(") {
			c.Fail(outside.Mistake{
				Message: "Under propagate, the program died of the panic, and the report of its death does not show the function that panicked. Do let the calls end and panicked anew from another place, and people now look for the mistake there",
				Got:     stack, Expected: "a stack with main.toppleOver",
			})
		}
	})
}

// lastReport is where the last line begins that says what a program died of.
func lastReport(stderr string) int {
	all := regexp.MustCompile(`(?m)^(panic|fatal error): `).FindAllStringIndex(stderr, -1)
	if len(all) == 0 {
		return 0
	}
	return all[len(all)-1][0]
}
