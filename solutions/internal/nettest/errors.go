package nettest

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
)

// A Failure is what Accept may fail with.
type Failure struct {
	Err  error
	What string // in words that follow "Accept failed"
}

// Failures gives errors that are none of net.ErrClosed, though some look like an end.
func Failures() []Failure {
	return []Failure{
		{errors.New("accept: too many open files"), "with an error of its own"},
		{&net.OpError{Op: "accept", Net: "tcp", Err: errors.New("the network is down")}, "with a *net.OpError"},
		{Passing{}, "with an error that says of itself that it will not last"},
		{&net.OpError{Op: "accept", Net: "tcp", Err: Passing{}}, "with a *net.OpError that says of itself that it will not last"},
		{errors.New(net.ErrClosed.Error()), "with an error that has the words of net.ErrClosed and does not wrap it"},
		{errors.New(""), "with an error without words"},
		{io.EOF, "with io.EOF"},
		{context.Canceled, "with context.Canceled"},
		{os.ErrDeadlineExceeded, "with os.ErrDeadlineExceeded"},
		{&Foreign{io.ErrUnexpectedEOF}, "with an error that wraps another one"},
	}
}

// Passing is an error that says of itself that it will not last.
type Passing struct{}

func (Passing) Error() string   { return "software caused connection abort" }
func (Passing) Timeout() bool   { return true }
func (Passing) Temporary() bool { return true }

// Foreign is an error of another package, in words of its own.
type Foreign struct{ Cause error }

func (*Foreign) Error() string   { return "the door is shut" }
func (f *Foreign) Unwrap() error { return f.Cause }

// BrokenPipe is what a Write to a client that has gone gives.
func BrokenPipe() error {
	return &net.OpError{Op: "write", Net: "tcp", Err: os.NewSyscallError("write", syscall.EPIPE)}
}
