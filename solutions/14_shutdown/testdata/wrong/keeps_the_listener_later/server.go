// Serve asks whether the server is down, and keeps its listener for Shutdown in a second
// step. A Shutdown in between finds no listener to close, and Serve accepts for ever.
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
	if s.isDown() {
		return ErrClosed
	}
	s.keep(ln)
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

func (s *Server) isDown() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.down
}

func (s *Server) keep(ln net.Listener) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ln = ln
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
		defer s.over(conn)
		s.handle(conn)
	}()
}

func (s *Server) over(conn net.Conn) {
	conn.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, conn)
	s.tell()
}

func (s *Server) Shutdown(ctx context.Context) error {
	s.stop()
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
	if s.down {
		return
	}
	s.down = true
	if s.ln != nil {
		s.ln.Close()
	}
	s.tell()
}

func (s *Server) tell() {
	if s.down && len(s.conns) == 0 {
		close(s.idle)
	}
}

func (s *Server) cut() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	for conn := range s.conns {
		conn.Close()
	}
	return len(s.conns)
}
