// The last connection and Shutdown each look, and then close the channel in a second
// step. When both find that nobody is left, both close it, and the second one panics.
//
//workbook:caught-by schedules
package shutdown

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
)

var ErrClosed = errors.New("the server is shut down")

type Server struct {
	handle func(net.Conn)

	mu    sync.Mutex
	down  bool
	ln    net.Listener
	conns map[net.Conn]struct{}
	idle  chan struct{}
}

func New(handle func(conn net.Conn)) *Server {
	return &Server{handle: handle, conns: map[net.Conn]struct{}{}, idle: make(chan struct{})}
}

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

func (s *Server) start(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down {
		conn.Close()
		return
	}
	s.conns[conn] = struct{}{}
	go func() {
		s.handle(conn)
		conn.Close()
		s.forget(conn)
		s.tell()
	}()
}

func (s *Server) forget(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, conn)
}

// tell wakes those who wait in Shutdown if there is nothing left to wait for.
func (s *Server) tell() {
	if s.isDown() && s.left() == 0 {
		select {
		case <-s.idle: // somebody else did
		default:
			close(s.idle)
		}
	}
}

func (s *Server) left() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.conns)
}

func (s *Server) Shutdown(ctx context.Context) error {
	s.stop()
	s.tell()
	select {
	case <-s.idle:
	case <-ctx.Done():
	}
	if n := s.cut(); n > 0 {
		return fmt.Errorf("%d connections were cut: %w", n, ctx.Err())
	}
	return nil
}

func (s *Server) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.down && s.ln != nil {
		s.ln.Close()
	}
	s.down = true
}

func (s *Server) cut() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	for conn := range s.conns {
		conn.Close()
	}
	return len(s.conns)
}
