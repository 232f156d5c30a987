// A sync.Once for what happens once, and one context per server that ends with
// the last connection. What may happen only once cannot happen twice; contexts
// that are kept in a struct are more than the channels that would do.
package shutdown

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
)

var ErrClosed = errors.New("closed")

type Server struct {
	handle   func(net.Conn)
	once     sync.Once
	stopping context.Context
	stop     context.CancelFunc
	over     context.Context
	finish   context.CancelFunc
	mu       sync.Mutex
	ln       net.Listener
	open     map[net.Conn]struct{}
}

func New(handle func(net.Conn)) *Server {
	s := &Server{handle: handle, open: make(map[net.Conn]struct{})}
	s.stopping, s.stop = context.WithCancel(context.Background())
	s.over, s.finish = context.WithCancel(context.Background())
	return s
}

func (s *Server) Serve(ln net.Listener) error {
	defer ln.Close()
	s.mu.Lock()
	s.ln = ln
	s.mu.Unlock()
	for s.stopping.Err() == nil {
		conn, err := ln.Accept()
		if s.stopping.Err() != nil {
			if err == nil {
				conn.Close()
			}
			break
		}
		if err != nil {
			return fmt.Errorf("serve: %w", err)
		}
		if !s.add(conn) {
			conn.Close()
			break
		}
		go func() {
			defer s.remove(conn)
			defer conn.Close()
			s.handle(conn)
		}()
	}
	return ErrClosed
}

func (s *Server) add(conn net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopping.Err() != nil {
		return false
	}
	s.open[conn] = struct{}{}
	return true
}

func (s *Server) remove(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, conn)
	if len(s.open) == 0 && s.stopping.Err() != nil {
		s.finish()
	}
}

func (s *Server) Shutdown(ctx context.Context) error {
	s.once.Do(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.stop()
		if s.ln != nil {
			s.ln.Close()
		}
		if len(s.open) == 0 {
			s.finish()
		}
	})
	select {
	case <-ctx.Done():
	case <-s.over.Done():
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over.Err() != nil {
		return nil
	}
	for conn := range s.open {
		conn.Close()
	}
	return fmt.Errorf("shutdown: %w", ctx.Err())
}
