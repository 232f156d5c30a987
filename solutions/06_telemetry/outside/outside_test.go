package outside_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"workbook/grader/check"
)

func TestMain(m *testing.M) { check.Main(m) }

// lastReport has the subject do its work, which is over at once, while its emit
// tells the client two things, the second when the client says so.
func lastReport(c *check.C, s *check.Subject, command, how string) {
	a := s.Dial("A")
	a.Send([]byte(command + "\n"))
	a.Expect([]byte("working\n"), how+" at once, and its emit was to tell A of it. It could not: emit has to run beside the work, and Run has to wait for it, however work ends")
	s.Alive(how + " at once, and the program ended though emit was not done. Run has to wait for emit, however work ends")
	word := fmt.Sprintf("%016x", c.Rand().Uint64())
	a.Send([]byte(word + "\n"))
	a.Expect([]byte("last report: "+word+"\n"), how+" at once, and the last report of emit, some time later, never came. Run has to wait until emit is done, however work ends")
}

func TestLastReport(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject()
		lastReport(c, s, "return", "Work returned")
		if err := s.Returns("Work has returned and emit is done. Run must return, so that the program can end"); err != nil {
			c.Failf("Work has returned and emit is done, and the program ended with an error: %v", err)
		}
	})
}

func TestLastReportOfACrash(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject()
		word := fmt.Sprintf("boom-%016x", c.Rand().Uint64())
		lastReport(c, s, "panic "+word, "Work panicked")
		code, stderr := s.Exit()
		if code != 2 {
			c.Fail(check.Mistake{
				Message: "Work panicked, and nobody recovered that panic. Once emit is done it has to end the program, as every Go panic does, with exit code 2. A caller who hears nothing takes the work for done",
				Got:     fmt.Sprintf("exit code %d", code), Expected: "exit code 2",
			})
		}
		// The program may have printed anything before; the runtime has the last word.
		reports := regexp.MustCompile(`(?m)^(panic|fatal error): .*$`).FindAllString(stderr, -1)
		if len(reports) == 0 || !regexp.MustCompile(`^panic: `+regexp.QuoteMeta(word)+`(?: \[recovered.*\])?$`).MatchString(reports[len(reports)-1]) {
			c.Fail(check.Mistake{
				Message: "Work panicked, nobody recovered that panic, and the program died of something else. The very value that work panicked with has to go on",
				Got:     strings.Join(reports, "\n"), Expected: "panic: " + word,
			})
		}
		if !strings.Contains(stderr, "main.runAndDie(") {
			c.Failf("Work panicked, and the program died of a panic on another goroutine than that of Run's caller, where the caller could not recover it. Call work on the goroutine that called Run")
		}
	})
}
