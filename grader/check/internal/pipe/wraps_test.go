package pipe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// A method is an error whose Is method is f, and which wraps nothing.
type method func(error) bool

func (method) Error() string          { return "an error" }
func (f method) Is(target error) bool { return f(target) }

func TestWraps(t *testing.T) {
	target := errors.New("too many open files")
	for _, v := range []struct {
		how    string
		err    error
		target error
		want   bool
	}{
		{"it is", target, target, true},
		{"wraps", fmt.Errorf("accept: %w", target), target, true},
		{"joins", errors.Join(io.EOF, fmt.Errorf("accept: %w", target)), target, true},
		{"has the words", errors.New(target.Error()), target, false},
		{"is nil", nil, target, false},
		{"asks what it holds", method(func(t error) bool { return errors.Is(target, t) }), target, true},
		{"knows a sentinel", fmt.Errorf("echo: %w", method(func(t error) bool { return t == context.Canceled })), context.Canceled, true},
		{"asks an *net.OpError that it holds", method(func(t error) bool { return errors.Is(opError, t) }), opError, true},
		{"says yes", method(func(error) bool { return true }), target, false},
		{"goes by the words", method(func(t error) bool { return t.Error() == target.Error() }), target, false},
		{"goes by the type", method(func(t error) bool { _, ok := t.(*net.OpError); return ok }), opError, false},
		{"panics", method(func(error) bool { panic("no") }), target, false},
		{"knows a sentinel that is no pointer", method(func(t error) bool { return t == net.ErrClosed }), net.ErrClosed, true},
		{"asks a number that it holds", method(func(t error) bool { return errors.Is(syscall.EMFILE, t) }), syscall.EMFILE, true},
		{"goes by the words of what is no pointer", method(func(t error) bool { return t.Error() == net.ErrClosed.Error() }), net.ErrClosed, false},
	} {
		require.Equal(t, v.want, Wraps(v.err, v.target), v.how)
	}
}

// TestWrapsIsNotGuessed has an Is method say yes once: it cannot know when.
func TestWrapsIsNotGuessed(t *testing.T) {
	believed := 0
	for range 1000 {
		asked := 0
		if Wraps(method(func(error) bool { asked++; return asked == 1 }), opError) {
			believed++
		}
	}
	require.Less(t, believed, 200, "one in 64 times is chance")
}

var opError error = &net.OpError{Op: "accept", Net: "tcp", Err: errors.New("the network is down")}
