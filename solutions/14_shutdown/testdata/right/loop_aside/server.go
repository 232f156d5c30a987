// A goroutine of its own accepts, and Serve waits for whichever comes first: its
// failure or the shutdown. Serve returns at once, even if a listener does not;
// the goroutine that accepts may live a little longer. The error of the context
// comes with its cause.
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
	handle func(net.Conn)
	down   chan struct{}

	mu   sync.Mutex
	ln   net.Listener
	open map[net.Conn]chan struct{}
}

func New(handle func(net.Conn)) *Server {
	return &Server{handle: handle, down: make(chan struct{}), open: map[net.Conn]chan struct{}{}}
}

func (s *Server) isDown() bool {
	select {
	case <-s.down:
		return true
	default:
		return false
	}
}

func (s *Server) Serve(ln net.Listener) error {
	defer ln.Close()
	s.mu.Lock()
	s.ln = ln
	s.mu.Unlock()
	failed := make(chan error, 1)
	if !s.isDown() {
		go func() { failed <- s.accept(ln) }()
	}
	select {
	case <-s.down:
		return ErrClosed
	case err := <-failed:
		if s.isDown() {
			return ErrClosed
		}
		return fmt.Errorf("accept from %v: %w", ln.Addr(), err)
	}
}

func (s *Server) accept(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		s.mu.Lock()
		if s.isDown() {
			conn.Close()
		} else {
			over := make(chan struct{})
			s.open[conn] = over
			go s.one(conn, over)
		}
		s.mu.Unlock()
	}
}

func (s *Server) one(conn net.Conn, over chan<- struct{}) {
	s.handle(conn)
	conn.Close()
	s.mu.Lock()
	delete(s.open, conn)
	s.mu.Unlock()
	close(over)
}

func (s *Server) Shutdown(ctx context.Context) error {
	s.mu.Lock()
	if !s.isDown() {
		close(s.down)
	}
	if s.ln != nil {
		_ = s.ln.Close()
	}
	var left []chan struct{}
	for _, over := range s.open {
		left = append(left, over)
	}
	s.mu.Unlock()

	for _, over := range left {
		select {
		case <-over:
		case <-ctx.Done():
			return s.cut(ctx)
		}
	}
	return nil
}

// cut closes what is left, all at the same time, and waits for the Closes.
func (s *Server) cut(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.open) == 0 {
		return nil
	}
	var closing sync.WaitGroup
	for conn := range s.open {
		closing.Go(func() { conn.Close() })
	}
	closing.Wait()
	return errors.Join(context.Cause(ctx), ctx.Err())
}
