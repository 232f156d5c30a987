package outside_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"workbook/grader/check/outside"
)

func TestMain(m *testing.M) { outside.Main(m) }

func TestRecoveredPanic(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := c.Subject()
		a := s.Dial("A")
		for range 3 {
			word := fmt.Sprintf("%016x", c.Rand().Uint64())
			a.Send([]byte("recover " + word + "\n"))
			a.Expect([]byte("recovered the string "+word+"\n"), "A server called Run with work that panicked, and recovers the panics of its own goroutine. It has to get this one, with the very same value")
		}
		a.Send([]byte("exit\n"))
		a.Expect([]byte("over\n"), "A server called Run with work that called runtime.Goexit. Run has to come to its end, without a panic")
		s.Alive("A panic that Run's caller recovers must not end the process")
		b := s.Dial("B")
		b.Send([]byte("recover more\n"))
		b.Expect([]byte("recovered the string more\n"), "After recovered panics, the server has to serve new clients")
	})
}

func TestUnrecoveredPanic(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := c.Subject()
		a := s.Dial("A")
		word := fmt.Sprintf("boom-%016x", c.Rand().Uint64())
		a.Send([]byte("die " + word + "\n"))
		code, stderr := s.Exit()
		if code != 2 {
			c.Fail(outside.Mistake{
				Message: "Work panicked, and nobody recovered that panic. Then it has to end the program, as every Go panic does, with exit code 2",
				Got:     fmt.Sprintf("exit code %d", code), Expected: "exit code 2",
			})
		}
		// The program may have printed anything before; the runtime has the last word.
		stderr = stderr[lastReport(stderr):]
		panicLine := regexp.MustCompile(`^panic: ` + regexp.QuoteMeta(word) + `(?: \[recovered.*\])?(?m:$)`)
		at := panicLine.FindStringIndex(stderr)
		if at == nil {
			c.Fail(outside.Mistake{
				Message: "Work panicked, nobody recovered that panic, and the program died of another one. Run has to panic with the very value that work panicked with",
				Got:     firstPanic(stderr), Expected: "panic: " + word,
			})
		}
		// The goroutine that panicked comes first in the report.
		_, report, _ := strings.Cut(stderr[at[1]:], "\n\n")
		stack, _, _ := strings.Cut(report, "\n\n")
		if !strings.Contains(stack, "main.dieByRun(") {
			c.Failf("Work panicked, and the program died of a panic on another goroutine than that of Run's caller. There the caller cannot recover it: carry the value over first, and call panic in Run itself")
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

// firstPanic is the line of a report that says what the program died of.
func firstPanic(stderr string) string {
	for line := range strings.Lines(stderr) {
		if strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") {
			return strings.TrimSpace(line)
		}
	}
	return "no panic"
}
