// Package outside_test holds the outside checks of the three answers to a panic: what
// becomes of a process.
package outside_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"workbook/grader/check"
)

func TestMain(m *testing.M) { check.Main(m) }

func TestProcessSurvives(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject()
		a, b := s.Dial("A"), s.Dial("B")
		word := fmt.Sprintf("boom-%016x", c.Rand().Uint64())
		for _, name := range []string{"ignore", "log"} {
			a.Send([]byte(name + " " + word + "\n"))
			a.Expect([]byte("on we go\n"), "A server ran a client's command under the policy "+name+", and it panicked. That panic must end in Do, and the server must go on")
		}
		b.Send([]byte("ignore " + word + "\n"))
		b.Expect([]byte("on we go\n"), "After the panics of other clients' commands, a client must be served as ever")
		s.Alive("Panics that were logged or ignored must not end the process")
	})
}

func TestProcessDies(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject()
		word := fmt.Sprintf("boom-%016x", c.Rand().Uint64())
		a := s.Dial("A")
		a.Send([]byte("propagate " + word + "\n"))
		a.AwaitEnd("A server ran a client's command under the policy propagate, it panicked, and nobody recovered that panic. It must end the program, as every Go panic does. Here the program went on as if nothing had happened")
		code, stderr := s.Exit()
		if code != 2 {
			c.Fail(check.Mistake{
				Message: "Under propagate, a panic that nobody recovers must end the program, as every Go panic does, with exit code 2",
				Got:     fmt.Sprintf("exit code %d", code), Expected: "exit code 2",
			})
		}
		// The program may have printed anything before; the runtime has the last word.
		stderr = stderr[lastReport(stderr):]
		at := regexp.MustCompile(`^panic: ` + regexp.QuoteMeta(word) + `(?: \[recovered.*\])?(?m:$)`).FindStringIndex(stderr)
		if at == nil {
			first, _, _ := strings.Cut(stderr, "\n")
			c.Fail(check.Mistake{
				Message: "Under propagate, a task panicked, nobody recovered that panic, and the program died of another one. The panic must come out of Do with the very value that the task panicked with",
				Got:     first, Expected: "panic: " + word,
			})
		}
		// The goroutine that panicked comes first in the report.
		_, report, _ := strings.Cut(stderr[at[1]:], "\n\n")
		stack, _, _ := strings.Cut(report, "\n\n")
		if !strings.Contains(stack, "main.toppleOver(") {
			c.Fail(check.Mistake{
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
