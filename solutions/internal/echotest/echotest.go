// Package echotest is what the hidden tests of the echo servers share: what a
// client says, and what is expected of a server that says it back.
package echotest

import (
	"fmt"
	"net"

	"workbook/grader/check"
)

// Exchange sends b and expects it back at once.
func Exchange(c *check.C, a *check.Conn, b []byte, why string) {
	began := c.Now()
	a.Send(b)
	a.Expect(b, why)
	if late := c.Now() - began; late > 0 {
		c.Fail(check.Mistake{
			Message: fmt.Sprintf("%s It came back %v late: do not collect bytes and wait for a timer.", why, late),
			Sent:    b,
		})
	}
}

// EndsQuietly expects the end of a server on one listener after the listener was
// closed.
func EndsQuietly(c *check.C, call *check.Call, when string) {
	Quiet(c, "Echo", call.Returns(when+", so Accept fails: Echo must return."), when)
}

// A failer is a check of either room.
type failer interface{ Fail(check.Mistake) }

// Quiet expects an error that says no more than that a listener was closed, of the
// function called name. It is for outside checks, too.
func Quiet(c failer, name string, err error, when string) {
	if err != nil && !check.Wraps(err, net.ErrClosed) {
		c.Fail(check.Mistake{
			Message:  when + ", which is an ordinary end: " + name + " must return nil or an error that wraps net.ErrClosed.",
			Got:      fmt.Sprintf("the error %q", err),
			Expected: "nil or an error that wraps net.ErrClosed",
		})
	}
}

// EndsWith expects the end of a server on one listener with an error that wraps
// want.
func EndsWith(c *check.C, call *check.Call, want error, when string) {
	err := call.Returns(when + ", though the listener was not closed: Echo must return the error, and not accept again.")
	expected := fmt.Sprintf("an error that wraps %q", want)
	switch {
	case err == nil:
		c.Fail(check.Mistake{
			Message: when + ", though the listener was not closed, and Echo returned nil: its caller would think that all is well.",
			Got:     "nil", Expected: expected,
		})
	case !check.Wraps(err, want):
		c.Fail(check.Mistake{
			Message: when + ", and Echo returned an error that does not wrap Accept's: return that error itself, or fmt.Errorf with %w, so that errors.Is finds it.",
			Got:     fmt.Sprintf("the error %q", err), Expected: expected,
		})
	}
}

// Greeting is something to say that no other client says.
func Greeting(c *check.C, who string) []byte {
	return fmt.Appendf(nil, "hello from %s (%04d)", who, c.Rand().IntN(10000))
}

// EveryByte is each value of a byte, once.
func EveryByte() []byte {
	b := make([]byte, 256)
	for i := range b {
		b[i] = byte(i)
	}
	return b
}

// Ordinal is "first", "second", "third", "4th", "21st" and so on.
func Ordinal(n int) string {
	if word := [...]string{1: "first", "second", "third"}; n < len(word) {
		return word[n]
	}
	suffix := "th"
	if n/10%10 != 1 && n%10 <= 3 {
		suffix = [...]string{"th", "st", "nd", "rd"}[n%10]
	}
	return fmt.Sprintf("%d%s", n, suffix)
}
