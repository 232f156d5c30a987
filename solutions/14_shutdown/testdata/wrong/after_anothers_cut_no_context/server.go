// A Shutdown that waits while another one cuts waits for the handles from then on, and looks
// at its own context no more.
//
//workbook:caught-by TestDoesNotWaitForHandle
package shutdown

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
)

// ErrClosed is what Serve returns after a Shutdown.
var ErrClosed = errors.New("the server is shut down")

// A Server handles connections. Its methods are safe for concurrent use.
type Server struct {
	handle func(net.Conn)

	mu     sync.Mutex
	down   bool                  // Shutdown was called
	ln     net.Listener          // that of Serve, if it was called
	conns  map[net.Conn]struct{} // those that are not over
	cutAny bool
	wasCut chan struct{}
	idle   chan struct{} // closed once down is true and conns is empty
}

// New gives a server that calls handle for each connection.
func New(handle func(conn net.Conn)) *Server {
	return &Server{
		handle: handle,
		conns:  map[net.Conn]struct{}{},
		wasCut: make(chan struct{}),
		idle:   make(chan struct{}),
	}
}

// Serve accepts connections from ln, calls handle for each of them on a goroutine
// of its own, and closes the connection when handle has returned. Serve returns
// when Accept fails: ErrClosed after a Shutdown, otherwise an error that wraps
// Accept's. It does not wait for connections, and it closes ln.
func (s *Server) Serve(ln net.Listener) error {
	defer ln.Close()
	if !s.begin(ln) {
		return ErrClosed
	}
	for {
		conn, err := ln.Accept()
		switch {
		case err == nil:
			s.start(conn)
		case s.isDown():
			return ErrClosed
		default:
			return fmt.Errorf("accepting a connection: %w", err)
		}
	}
}

// Shutdown closes the listener and waits until all connections are over. If ctx is
// over first, it closes those that are left, and returns an error that wraps the
// one of ctx without waiting for handle. It may be called any number of times;
// each call goes by its own ctx.
func (s *Server) Shutdown(ctx context.Context) error {
	s.stop()
	select {
	case <-s.idle:
	case <-ctx.Done():
	case <-s.wasCut:
		// All are closed. Their handles are about to end.
		if ctx.Err() == nil {
			<-s.idle
		}
	}
	// Both may be ready, and select chooses at random. What counts is what is left.
	if n := s.cut(); n > 0 {
		return fmt.Errorf("%d connections were cut: %w", n, ctx.Err())
	}
	return nil
}

// begin keeps ln for Shutdown. It is false when that was called already.
func (s *Server) begin(ln net.Listener) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ln = ln
	return !s.down
}

func (s *Server) isDown() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.down
}

// start handles conn, unless it came too late: Accept may give a connection while
// Shutdown closes the listener.
func (s *Server) start(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down {
		conn.Close()
		return
	}
	s.conns[conn] = struct{}{}
	go func() {
		defer s.over(conn)
		s.handle(conn)
	}()
}

// over closes conn and forgets it.
func (s *Server) over(conn net.Conn) {
	conn.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, conn)
	s.tell()
}

// stop makes sure that no connection comes any more.
func (s *Server) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down {
		return
	}
	s.down = true
	if s.ln != nil {
		s.ln.Close()
	}
	s.tell()
}

// tell wakes those who wait in Shutdown if there is nothing left to wait for. That
// happens once, as no connection is added to a server that is down. s.mu is held.
func (s *Server) tell() {
	if s.down && len(s.conns) == 0 {
		close(s.idle)
	}
}

// cut closes the connections that are left, and says how many there were. Their
// handles hear of it from Read and Write.
func (s *Server) cut() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.conns) > 0 && !s.cutAny {
		s.cutAny = true
		close(s.wasCut)
	}
	for conn := range s.conns {
		conn.Close()
	}
	return len(s.conns)
}
