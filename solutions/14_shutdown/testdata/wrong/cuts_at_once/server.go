// Shutdown closes all connections first, and nobody can finish.
//
//workbook:caught-by TestLetsFinish
//workbook:caught-by TestDeadline
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
	mu     sync.Mutex
	down   bool
	ln     net.Listener
	conns  map[net.Conn]bool
	idle   chan struct{}
}

func New(handle func(net.Conn)) *Server {
	return &Server{handle: handle, conns: map[net.Conn]bool{}, idle: make(chan struct{})}
}

func (s *Server) Serve(ln net.Listener) error {
	defer ln.Close()
	s.mu.Lock()
	s.ln = ln
	down := s.down
	s.mu.Unlock()
	if down {
		return ErrClosed
	}
	for {
		conn, err := ln.Accept()
		if err != nil {
			s.mu.Lock()
			defer s.mu.Unlock()
			if s.down {
				return ErrClosed
			}
			return fmt.Errorf("accept: %w", err)
		}
		s.mu.Lock()
		if s.down {
			conn.Close()
		} else {
			s.conns[conn] = true
			go s.serve(conn)
		}
		s.mu.Unlock()
	}
}

func (s *Server) serve(conn net.Conn) {
	s.handle(conn)
	conn.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, conn)
	if s.down && len(s.conns) == 0 {
		close(s.idle)
	}
}

func (s *Server) Shutdown(ctx context.Context) error {
	s.mu.Lock()
	if !s.down {
		s.down = true
		if s.ln != nil {
			s.ln.Close()
		}
		if len(s.conns) == 0 {
			close(s.idle)
		}
	}
	for conn := range s.conns {
		conn.Close()
	}
	s.mu.Unlock()
	select {
	case <-s.idle:
		return nil
	case <-ctx.Done():
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.conns) == 0 {
		return nil
	}
	for conn := range s.conns {
		conn.Close()
	}
	return ctx.Err()
}
