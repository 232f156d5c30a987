package outside_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"workbook/grader/check/outside"
)

func TestMain(m *testing.M) { outside.Main(m) }

// A run is a Run of the subject's: its work is over at once, and its emit reports
// to a client.
type run struct {
	*outside.Peer
	how string // work ended
}

// begin starts a Run whose work does what the command says.
func begin(s *outside.Subject, name, command, how string) run {
	a := s.Dial(name)
	a.Send([]byte(command + "\n"))
	return run{a, how}
}

// works awaits that emit has begun, and work is over.
func (r run) works() {
	r.Expect([]byte("working\n"), r.how+" at once, and its emit was to tell "+r.Name()+" of it. It could not: emit has to run beside the work, and Run has to wait for it, however work ends")
}

// reports has emit send some more reports, and the last.
func (r run) reports(c *outside.C) {
	var lines []byte
	for range c.Rand().IntN(100) {
		lines = fmt.Appendf(lines, "report %016x\n", c.Rand().Uint64())
	}
	lines = fmt.Appendf(lines, "last report %016x\n", c.Rand().Uint64())
	r.Send(lines)
	r.Expect(lines, r.how+" at once, and the last report of emit, some time later, never came. Run has to wait until emit is done, however work ends")
}

func TestLastReport(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := c.Subject()
		runs := make([]run, 2+c.Rand().IntN(60))
		exits := make([]bool, len(runs))
		for i := range runs {
			name := fmt.Sprintf("client %d", i+1)
			if exits[i] = i > 0 && c.Rand().IntN(2) == 0; exits[i] {
				runs[i] = begin(s, name, "exit", "Work called runtime.Goexit")
			} else {
				runs[i] = begin(s, name, "return", "Work returned")
			}
		}
		for _, r := range runs {
			r.works()
		}
		s.Alive("Work was over at once, and the program ended though emit was not done. Run has to wait for emit, however work ends")
		for _, i := range c.Rand().Perm(len(runs)) {
			runs[i].reports(c)
			if exits[i] {
				runs[i].Expect([]byte("Run did not return\n"), "Work called runtime.Goexit, and emit is done: Run must be left as runtime.Goexit leaves a function, through its deferred calls, and must not return")
			} else {
				runs[i].Expect([]byte("Run returned\n"), "Work has returned and emit is done: Run must return")
			}
		}
		s.CloseListener(0)
		if err := s.Returns("All work is over and every emit is done. Each Run must be left, so that the program can end"); err != nil {
			c.Failf("All work is over and every emit is done, and the program ended with an error: %v", err)
		}
	})
}

func TestLastReportOfACrash(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := c.Subject()
		word := fmt.Sprintf("boom-%016x", c.Rand().Uint64())
		r := begin(s, "A", "panic "+word, "Work panicked")
		r.works()
		s.Alive("Work panicked at once, and the program ended though emit was not done. Run has to wait for emit, however work ends")
		r.reports(c)
		code, stderr := s.Exit()
		if code != 2 {
			c.Fail(outside.Mistake{
				Message: "Work panicked, and nobody recovered that panic. Once emit is done it has to end the program, as every Go panic does, with exit code 2. A caller who hears nothing takes the work for done",
				Got:     fmt.Sprintf("exit code %d", code), Expected: "exit code 2",
			})
		}
		// The program may have printed anything before; the runtime has the last word.
		reports := regexp.MustCompile(`(?m)^(panic|fatal error): .*$`).FindAllString(stderr, -1)
		if len(reports) == 0 || !regexp.MustCompile(`^panic: `+regexp.QuoteMeta(word)+`(?: \[recovered.*\])?$`).MatchString(reports[len(reports)-1]) {
			c.Fail(outside.Mistake{
				Message: "Work panicked, nobody recovered that panic, and the program died of something else. The very value that work panicked with has to go on",
				Got:     strings.Join(reports, "\n"), Expected: "panic: " + word,
			})
		}
		if !strings.Contains(stderr, "main.runAndDie(") {
			c.Failf("Work panicked, and the program died of a panic on another goroutine than that of Run's caller, where the caller could not recover it. Call work on the goroutine that called Run")
		}
	})
}
