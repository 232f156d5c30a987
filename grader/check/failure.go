package check

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"workbook/grader/internal/trace"
	"workbook/grader/internal/wire"
	"workbook/grader/report"
)

// A Position is a line of a file. The zero value is no position.
type Position struct {
	File string // slash-separated, as a person would look for it: "exercises/02_spawned/echo.go"
	Line int
}

func position(f trace.Frame) Position {
	if f.File == "" {
		return Position{}
	}
	return Position{File: f.Path(), Line: f.Line}
}

// A Mistake is what a check tells the learner.
type Mistake struct {
	// Message says what happened and why it matters, in whole sentences.
	Message string
	// Sent, Got and Expected are shown beside the message when they are not nil.
	// A []byte is quoted, and only the part around the first difference of Got and
	// Expected is shown when it is long; a string is shown as it is; anything
	// else as fmt prints it.
	Sent, Got, Expected any
	// At is where to look. When it is zero, the kit names the line at which the
	// learner's code waits, if it does.
	At Position

	near   Position // where to look when At is the end of a function only, or not known: see wire.Record
	unsure bool     // the machine may be the reason: see wire.Record
	exited bool     // a process ended by itself, as log.Fatal ends it: see wire.Record
}

// Failf fails the check now, with a sentence to the learner.
func (c *C) Failf(format string, args ...any) {
	c.Fail(Mistake{Message: fmt.Sprintf(format, args...)})
}

// Fail fails the check now.
func (c *C) Fail(m Mistake) { c.fail(m, report.Fail) }

func (c *C) fail(m Mistake, v report.Verdict) {
	c.note(m, v)
	runtime.Goexit()
}

// Errorf notes a failure without ending the check yet; testify calls it. The
// first one counts.
func (c *C) Errorf(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.softMsg == "" {
		c.softMsg = fmt.Sprintf(format, args...)
	}
}

// FailNow ends the check with what Errorf noted.
func (c *C) FailNow() {
	c.soft()
	c.fail(Mistake{Message: "The check failed without saying why."}, report.Fail)
}

// soft fails the check if Errorf was called.
func (c *C) soft() {
	c.mu.Lock()
	msg := c.softMsg
	c.mu.Unlock()
	if msg != "" {
		c.fail(fromTestify(msg), report.Fail)
	}
}

// note records the first failure of the check and sends it off. Under the grader
// an inside check ends with its process here: the learner's goroutines may be in
// a state that no test can end.
func (c *C) note(m Mistake, v report.Verdict) {
	c.mu.Lock()
	if c.record != nil {
		c.mu.Unlock()
		return
	}
	if m.At == (Position{}) && c.inside {
		m.At = ownLine() // of a task that the learner's code has called
	}
	got, expected := quoteBoth(m.Got, m.Expected)
	r := wire.Record{
		Verdict:  v,
		Message:  clip(sentence(m.Message), 8<<10),
		File:     m.At.File,
		Line:     m.At.Line,
		Near:     m.near.File,
		NearLine: m.near.Line,
		Sent:     quoteAny(m.Sent),
		Got:      got,
		Expected: expected,
		Unsure:   m.unsure || c.unsure.Load(),
		Exited:   m.exited,
	}
	c.record = &r
	c.mu.Unlock()

	r = c.complete(r)
	r.Output = c.output()
	c.mu.Lock()
	c.record = &r
	c.mu.Unlock()
	send(r)
	if c.inside && graded() {
		os.Exit(1)
	}
	c.failed.Store(true)
	if id := c.bubbleID(); self().Bubble == id {
		close(c.failedIn)
	}
}

// took is how long the check has run on the machine's clock.
func (c *C) took() time.Duration {
	if self().Bubble != 0 {
		return c.clock.sleep(0)
	}
	return time.Since(c.real)
}

// native is a failure as go test shows it.
func native(r wire.Record, seed uint64) string {
	var b strings.Builder
	if r.File != "" {
		fmt.Fprintf(&b, "%s:%d: ", r.File, r.Line)
	}
	b.WriteString(r.Message)
	for _, part := range [...]struct{ name, text string }{
		{"sent", r.Sent}, {"got", r.Got}, {"expected", r.Expected},
	} {
		if part.text != "" {
			fmt.Fprintf(&b, "\n  %-9s %s", part.name+":", part.text)
		}
	}
	fmt.Fprintf(&b, "\n  verdict:  %s (%s=%d gives the same input)", r.Verdict, wire.SeedEnv, seed)
	if r.Output != "" {
		fmt.Fprintf(&b, "\n  output of the subject program:\n%s", r.Output)
	}
	return b.String()
}
