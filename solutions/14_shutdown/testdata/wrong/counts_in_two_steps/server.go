// The number of connections is kept without a lock: it is read, and then written. Two
// that change it at the same time lose one of the changes, and Shutdown waits for ever
// or for nobody.
//
//workbook:caught-by schedules
package shutdown

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
)

var ErrClosed = errors.New("the server is shut down")

type Server struct {
	handle func(net.Conn)
	open   atomic.Int64

	mu    sync.Mutex
	down  bool
	ln    net.Listener
	conns map[net.Conn]struct{}
	idle  *sync.Cond
}

func New(handle func(conn net.Conn)) *Server {
	s := &Server{handle: handle, conns: map[net.Conn]struct{}{}}
	s.idle = sync.NewCond(&s.mu)
	return s
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
	s.count(1)
	go func() {
		s.handle(conn)
		conn.Close()
		s.forget(conn)
		s.count(-1)
		s.wake()
	}()
}

func (s *Server) count(n int64) {
	before := s.open.Load()
	s.open.Store(before + n)
}

func (s *Server) forget(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, conn)
}

func (s *Server) Shutdown(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.down && s.ln != nil {
		s.ln.Close()
	}
	s.down = true
	defer context.AfterFunc(ctx, s.wake)()
	for s.open.Load() > 0 && ctx.Err() == nil {
		s.idle.Wait()
	}
	if s.open.Load() == 0 {
		return nil
	}
	for conn := range s.conns {
		conn.Close()
	}
	return fmt.Errorf("connections were cut: %w", ctx.Err())
}

func (s *Server) wake() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle.Broadcast()
}
