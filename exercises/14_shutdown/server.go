// Package shutdown is a server that can be shut down without hurry: it stops
// accepting, lets connections finish, and cuts them when the time is up.
package shutdown

import (
	"context"
	"errors"
	"net"
)

// ErrClosed is what Serve returns after a Shutdown.
var ErrClosed = errors.New("the server is shut down")

// A Server handles connections. Its methods are safe for concurrent use.
type Server struct {
	// What must Shutdown find here to close the listener, to know when the last
	// connection is over, and to cut those that are left?
}

// New gives a server that calls handle for each connection.
//
// Your task: write New, Serve and Shutdown. The whole contract is on the lesson's
// two pages "The task".
func New(handle func(conn net.Conn)) *Server {
	return &Server{}
}

// Serve accepts connections from ln, calls handle for each of them on a goroutine
// of its own, and closes the connection when handle has returned.
func (s *Server) Serve(ln net.Listener) error {
	return errors.New("Serve is not written yet")
}

// Shutdown closes the listener and waits until all connections are over, or until
// ctx is; then it cuts those that are left.
func (s *Server) Shutdown(ctx context.Context) error {
	return errors.New("Shutdown is not written yet")
}
