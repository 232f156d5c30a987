// Serve looks whether the server is down, and adds the connection a moment later. Both are
// done under the lock, and a Shutdown in between counts one too few.
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
	mu     sync.Mutex
	down   bool
	ln     net.Listener
	conns  map[net.Conn]bool
	idle   chan struct{}
	once   sync.Once // closes idle
}

func New(handle func(net.Conn)) *Server {
	return &Server{handle: handle, conns: map[net.Conn]bool{}, idle: make(chan struct{})}
}

func (s *Server) Serve(ln net.Listener) error {
	defer ln.Close()
	if !s.begin(ln) {
		return ErrClosed
	}
	for {
		conn, err := ln.Accept()
		switch {
		case err == nil && s.isDown():
			conn.Close()
		case err == nil:
			s.add(conn)
			go s.serve(conn)
		case s.isDown():
			return ErrClosed
		default:
			return fmt.Errorf("accept: %w", err)
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

func (s *Server) add(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns[conn] = true
}

func (s *Server) serve(conn net.Conn) {
	s.handle(conn)
	conn.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, conn)
	s.tell()
}

// tell tells those in Shutdown when nobody is left. s.mu is held.
func (s *Server) tell() {
	if s.down && len(s.conns) == 0 {
		s.once.Do(func() { close(s.idle) })
	}
}

func (s *Server) Shutdown(ctx context.Context) error {
	s.stop()
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
