// Serve returns ErrClosed only if Accept's error is net.ErrClosed as well. Other
// listeners have other words.
//
//workbook:caught-by TestOtherListeners
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
	ln    net.Listener
	down  bool
	conns map[net.Conn]struct{}
	idle  chan struct{} // closed when down and no conns
}

func New(handle func(conn net.Conn)) *Server {
	return &Server{
		handle: handle,
		conns:  map[net.Conn]struct{}{},
		idle:   make(chan struct{}),
	}
}

func (s *Server) Serve(ln net.Listener) error {
	defer ln.Close()
	s.mu.Lock()
	if s.down {
		s.mu.Unlock()
		return ErrClosed
	}
	s.ln = ln
	s.mu.Unlock()
	for {
		conn, err := ln.Accept()
		if err != nil {
			s.mu.Lock()
			defer s.mu.Unlock()
			if s.down && errors.Is(err, net.ErrClosed) {
				return ErrClosed
			}
			return fmt.Errorf("serve: %w", err)
		}
		if !s.add(conn) {
			conn.Close()
			continue
		}
		go func() {
			defer s.remove(conn)
			defer conn.Close()
			s.handle(conn)
		}()
	}
}

func (s *Server) add(conn net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down {
		return false
	}
	s.conns[conn] = struct{}{}
	return true
}

func (s *Server) remove(conn net.Conn) {
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
	return fmt.Errorf("shutdown: %d connections cut: %w", len(s.conns), ctx.Err())
}
