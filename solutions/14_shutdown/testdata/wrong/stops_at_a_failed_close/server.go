// The cut ends with the first Close that fails, as it does for a connection that its
// handle has closed.
//
//workbook:caught-by TestCutBeforeReturn
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

// A Server handles connections.
type Server struct {
	handle func(net.Conn)
	idle   chan struct{} // closed when it is down and nobody is left
	closed chan struct{} // closed when the listener is

	mu    sync.Mutex
	down  bool
	ln    net.Listener
	conns map[*entry]struct{}
}

type entry struct{ conn net.Conn }

// New gives a server.
func New(handle func(conn net.Conn)) *Server {
	return &Server{
		handle: handle,
		idle:   make(chan struct{}),
		closed: make(chan struct{}),
		conns:  make(map[*entry]struct{}),
	}
}

// Serve accepts and handles connections.
func (s *Server) Serve(ln net.Listener) error {
	s.mu.Lock()
	s.ln = ln
	down := s.down
	s.mu.Unlock()
	if down {
		ln.Close()
		return ErrClosed
	}
	for {
		conn, err := ln.Accept()
		if err != nil {
			ln.Close()
			if s.isDown() {
				return ErrClosed
			}
			return fmt.Errorf("accept: %w", err)
		}
		e := &entry{conn: conn}
		if !s.add(e) {
			conn.Close()
			continue
		}
		go func() {
			s.handle(conn)
			conn.Close()
			s.remove(e)
		}()
	}
}

func (s *Server) isDown() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.down
}

func (s *Server) add(e *entry) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down {
		return false
	}
	s.conns[e] = struct{}{}
	return true
}

func (s *Server) remove(e *entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, e)
	if s.down && len(s.conns) == 0 {
		close(s.idle)
	}
}

func (s *Server) stop() {
	s.mu.Lock()
	first := !s.down
	s.down = true
	ln := s.ln
	if first && len(s.conns) == 0 {
		close(s.idle)
	}
	s.mu.Unlock()
	if first {
		if ln != nil {
			ln.Close()
		}
		close(s.closed)
	}
	<-s.closed
}

// Shutdown closes the listener, waits and cuts.
func (s *Server) Shutdown(ctx context.Context) error {
	s.stop()
	select {
	case <-s.idle:
	case <-ctx.Done():
	}
	n, err := s.cut()
	if err != nil {
		return fmt.Errorf("cut: %w", errors.Join(ctx.Err(), err))
	}
	if n > 0 {
		return fmt.Errorf("%d connections cut: %w", n, ctx.Err())
	}
	return nil
}

func (s *Server) cut() (int, error) {
	s.mu.Lock()
	left := make([]*entry, 0, len(s.conns))
	for e := range s.conns {
		left = append(left, e)
	}
	s.mu.Unlock()
	for _, e := range left {
		if err := e.conn.Close(); err != nil {
			return 0, err
		}
	}
	return len(left), nil
}
