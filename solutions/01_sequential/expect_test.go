package echo_test

import (
	"errors"
	"fmt"
	"net"
	"sync/atomic"

	"workbook/grader/check"
)

// exchange sends b and expects it back at once.
func exchange(c *check.C, a *check.Conn, b []byte, why string) {
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

// endsQuietly expects the end of Echo after its listener was closed.
func endsQuietly(c *check.C, call *check.Call, when string) {
	err := call.Returns(when + ", so Accept fails: Echo must return.")
	if err != nil && !wraps(err, net.ErrClosed) {
		c.Fail(check.Mistake{
			Message:  when + ", which is an ordinary end: Echo must return nil or an error that wraps net.ErrClosed.",
			Got:      fmt.Sprintf("the error %q", err),
			Expected: "nil or an error that wraps net.ErrClosed",
		})
	}
}

// endsWith expects the end of Echo with an error that wraps want.
func endsWith(c *check.C, call *check.Call, want error, when string) {
	err := call.Returns(when + ", though the listener was not closed: Echo must return the error, and not accept again.")
	expected := fmt.Sprintf("an error that wraps %q", want)
	switch {
	case err == nil:
		c.Fail(check.Mistake{
			Message: when + ", though the listener was not closed, and Echo returned nil: its caller would think that all is well.",
			Got:     "nil", Expected: expected,
		})
	case !wraps(err, want):
		c.Fail(check.Mistake{
			Message: when + ", and Echo returned an error that does not wrap Accept's: return that error itself, or fmt.Errorf with %w, so that errors.Is finds it.",
			Got:     fmt.Sprintf("the error %q", err), Expected: expected,
		})
	}
}

// wraps is errors.Is without the methods Is of the errors on the way, which
// could say what they like.
func wraps(err, target error) bool {
	if err == target {
		return true
	}
	switch x := err.(type) {
	case interface{ Unwrap() error }:
		return wraps(x.Unwrap(), target)
	case interface{ Unwrap() []error }:
		for _, e := range x.Unwrap() {
			if wraps(e, target) {
				return true
			}
		}
	}
	return false
}

// greeting is something to say that no other client says.
func greeting(c *check.C, who string) []byte {
	return fmt.Appendf(nil, "hello from %s (%04d)", who, c.Rand().IntN(10000))
}

// everyByte is each value of a byte, once.
func everyByte() []byte {
	b := make([]byte, 256)
	for i := range b {
		b[i] = byte(i)
	}
	return b
}

func ordinal(n int) string {
	if word := [...]string{1: "first", "second", "third"}; n < len(word) {
		return word[n]
	}
	return fmt.Sprintf("%dth", n)
}

// A hasty listener gives connections that tell the end together with the last of
// size bytes, as an io.Reader may. The client must close its side after them.
type hasty struct {
	net.Listener
	size int
}

func (l hasty) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &hastyConn{Conn: conn, left: l.size}, nil
}

type hastyConn struct {
	net.Conn
	left int
}

func (h *hastyConn) Read(b []byte) (int, error) {
	n, err := h.Conn.Read(b)
	h.left -= n
	if n > 0 && err == nil && h.left <= 0 {
		var more [1]byte
		if _, err = h.Conn.Read(more[:]); err == nil {
			err = errors.New("the client sent more than it said")
		}
	}
	return n, err
}

// A counting listener gives connections that count the calls of Read.
type counting struct {
	net.Listener
	reads *atomic.Int64
}

func (l counting) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return countingConn{conn, l.reads}, nil
}

type countingConn struct {
	net.Conn
	reads *atomic.Int64
}

func (n countingConn) Read(b []byte) (int, error) {
	n.reads.Add(1)
	return n.Conn.Read(b)
}
