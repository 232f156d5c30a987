// Package capstone is an echo service for lines. It serves a limited number of
// connections at a time, survives what goes wrong in one of them, tells how it is,
// and can be shut down.
package capstone

import (
	"context"
	"errors"
	"net"
)

// ErrClosed is what Serve returns after a Shutdown.
var ErrClosed = errors.New("the service is shut down")

// Stats are the numbers of a service at one moment.
type Stats struct {
	Open     int // connections that were accepted and are not over
	Over     int // connections that are over
	Panicked int // those of them that a panic ended
	Lines    int // lines whose answers were written whole; one that is empty is
}

// A Service answers lines. Its methods are safe for concurrent use.
type Service struct {
	// What did the servers of the earlier exercises keep, and which lock guards it?
}

// New gives a service that answers each line with what reply returns, on at most n
// connections at a time.
//
// Your task: write New and the three methods. The whole contract is on the
// lesson's two pages "The task".
func New(n int, reply func(line string) string) *Service {
	return &Service{}
}

// Serve accepts connections from ln and serves them, until Accept fails or Shutdown
// is called.
func (s *Service) Serve(ln net.Listener) error {
	return errors.New("Serve is not written yet")
}

// Shutdown closes the listener and waits until all connections are over, or until
// ctx is; then it cuts those that are left.
func (s *Service) Shutdown(ctx context.Context) error {
	return errors.New("Shutdown is not written yet")
}

// Stats gives the numbers of this moment.
func (s *Service) Stats() Stats {
	return Stats{}
}
