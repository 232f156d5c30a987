package kit

import (
	"fmt"
	"os"
	"runtime"
	"strings"

	"workbook/grader/internal/trace"
	"workbook/grader/internal/wire"
	"workbook/grader/report/outcome"
)

// A Position is a line of a file. The zero value is no position.
type Position struct {
	File string // slash-separated, as a person would look for it: "exercises/02_spawned/echo.go"
	Line int
}

// PositionOf is a frame's line.
func PositionOf(f trace.Frame) Position {
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

	aside Aside
}

// An Aside is what the kit knows of a mistake and no hidden test does.
type Aside struct {
	Near   Position // where to look when At is the end of a function only, or not known: see wire.Record
	Unsure bool     // the machine may be the reason: see wire.Record
	Exited bool     // a process ended by itself, as log.Fatal ends it: see wire.Record
}

// AsideOf is a mistake's aside. It is no method, so that hidden tests do not have it.
func AsideOf(m *Mistake) *Aside { return &m.aside }

// Fail fails the check now: it ends the calling goroutine.
func (c *Check) Fail(m Mistake, v outcome.Verdict) {
	c.Note(m, v)
	runtime.Goexit()
}

// Errorf notes a failure without ending the check yet; testify calls it. The
// first one counts.
func (c *Check) Errorf(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.softMsg == "" {
		c.softMsg = fmt.Sprintf(format, args...)
	}
}

// FailNow ends the check with what Errorf noted.
func (c *Check) FailNow() {
	c.Soft()
	c.Fail(Mistake{Message: "The check failed without saying why."}, outcome.Fail)
}

// Soft fails the check if Errorf was called.
func (c *Check) Soft() {
	c.mu.Lock()
	msg := c.softMsg
	c.mu.Unlock()
	if msg != "" {
		c.Fail(fromTestify(msg), outcome.Fail)
	}
}

// Note records the first failure of the check and sends it off, which may end the
// process: see [Room].
func (c *Check) Note(m Mistake, v outcome.Verdict) {
	c.mu.Lock()
	if c.record != nil {
		c.mu.Unlock()
		return
	}
	if m.At == (Position{}) {
		m.At = c.room.Line()
	}
	got, expected := quoteBoth(m.Got, m.Expected)
	r := wire.Record{
		Verdict:  v,
		Message:  outcome.Cut(Sentence(m.Message), 8<<10),
		File:     m.At.File,
		Line:     m.At.Line,
		Near:     m.aside.Near.File,
		NearLine: m.aside.Near.Line,
		Sent:     quoteSent(m.Sent, m.Got, m.Expected),
		Got:      got,
		Expected: expected,
		Unsure:   m.aside.Unsure || c.unsure.Load(),
		Exited:   m.aside.Exited,
	}
	c.record = &r
	c.mu.Unlock()

	endRecord()
	r = c.complete(r)
	r.Output = c.room.Output()
	c.mu.Lock()
	c.record = &r
	c.mu.Unlock()
	send(r)
	if c.room.Dies && Graded() {
		os.Exit(1)
	}
	c.failed.Store(true)
	c.room.Failed()
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
