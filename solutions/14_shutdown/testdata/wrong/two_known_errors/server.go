// Package shutdown knows two errors of contexts, and takes any other one for the second.
//
//workbook:caught-by TestOwnContexts
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
	handle func(conn net.Conn)

	mu      sync.Mutex
	down    bool
	closeLn func()
	conns   map[*client]struct{}
	idle    chan struct{} // closed when the server is down and nobody is left
}

type client struct {
	close func() // whoever calls it goes on when the connection is closed
}

// New gives a server that calls handle for each connection.
func New(handle func(conn net.Conn)) *Server {
	return &Server{
		handle: handle,
		conns:  make(map[*client]struct{}),
		idle:   make(chan struct{}),
	}
}

// Serve accepts connections from ln, calls handle for each of them on a goroutine
// of its own, and closes the connection when handle has returned.
func (s *Server) Serve(ln net.Listener) error {
	closeLn := sync.OnceFunc(func() { ln.Close() })
	s.mu.Lock()
	down := s.down
	s.closeLn = closeLn
	s.mu.Unlock()
	if down {
		closeLn()
		return ErrClosed
	}
	for {
		conn, err := ln.Accept()
		if err != nil {
			s.mu.Lock()
			down := s.down
			s.mu.Unlock()
			closeLn()
			if down {
				return ErrClosed
			}
			return fmt.Errorf("shutdown: accept: %w", err)
		}
		c := &client{close: sync.OnceFunc(func() { conn.Close() })}
		if !s.add(c) {
			c.close()
			continue
		}
		go func() {
			s.handle(conn)
			c.close()
			s.remove(c)
		}()
	}
}

func (s *Server) add(c *client) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down {
		return false
	}
	s.conns[c] = struct{}{}
	return true
}

func (s *Server) remove(c *client) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
	if s.down && len(s.conns) == 0 {
		close(s.idle)
	}
}

// stop says that the server is down, and closes the listener.
func (s *Server) stop() {
	s.mu.Lock()
	if !s.down {
		s.down = true
		if len(s.conns) == 0 {
			close(s.idle)
		}
	}
	closeLn := s.closeLn
	s.mu.Unlock()
	if closeLn != nil {
		closeLn()
	}
}

func (s *Server) left() []*client {
	s.mu.Lock()
	defer s.mu.Unlock()
	var left []*client
	for c := range s.conns {
		left = append(left, c)
	}
	return left
}

// Shutdown closes the listener and waits until all connections are over, or until
// ctx is; then it cuts those that are left.
func (s *Server) Shutdown(ctx context.Context) error {
	s.stop()
	select {
	case <-s.idle:
		return nil
	case <-ctx.Done():
	}
	left := s.left()
	if len(left) == 0 {
		return nil
	}
	var closing sync.WaitGroup
	for _, c := range left {
		closing.Go(c.close)
	}
	closing.Wait()
	why := context.DeadlineExceeded
	if errors.Is(ctx.Err(), context.Canceled) {
		why = context.Canceled
	}
	return fmt.Errorf("shutdown: %d connections cut: %w", len(left), why)
}
