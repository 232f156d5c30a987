// A WaitGroup under a lock counts the connections. It is made for that; it cannot
// stand in a select beside the context, so that a goroutine waits for it and
// closes a channel.
package shutdown

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
)

var ErrClosed = errors.New("shutdown: server closed")

type Server struct {
	handle func(net.Conn)

	mu    sync.Mutex
	down  chan struct{}
	done  chan struct{}
	ln    []net.Listener
	conns sync.Map
	left  int
	open  sync.WaitGroup
}

func New(handle func(net.Conn)) *Server {
	return &Server{handle: handle, down: make(chan struct{}), done: make(chan struct{})}
}

func (s *Server) isDown() bool {
	select {
	case <-s.down:
		return true
	default:
		return false
	}
}

func (s *Server) Serve(ln net.Listener) (err error) {
	defer func() {
		ln.Close()
		if s.isDown() {
			err = ErrClosed
		}
	}()
	s.mu.Lock()
	s.ln = append(s.ln, ln)
	s.mu.Unlock()
	for !s.isDown() {
		conn, err := ln.Accept()
		if err != nil {
			return fmt.Errorf("shutdown: accept: %w", err)
		}
		s.begin(conn)
	}
	return nil
}

func (s *Server) begin(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.isDown() {
		conn.Close()
		return
	}
	s.left++
	s.conns.Store(conn, true)
	s.open.Add(1)
	go func() {
		defer s.open.Done()
		s.handle(conn)
		conn.Close()
		s.conns.Delete(conn)
		s.mu.Lock()
		s.left--
		s.mu.Unlock()
	}()
}

func (s *Server) Shutdown(ctx context.Context) error {
	s.mu.Lock()
	if !s.isDown() {
		close(s.down)
		for _, ln := range s.ln {
			ln.Close()
		}
		if s.left == 0 {
			close(s.done)
		} else {
			go func() {
				s.open.Wait()
				close(s.done)
			}()
		}
	}
	s.mu.Unlock()

	select {
	case <-s.done:
		return nil
	default:
	}
	select {
	case <-s.done:
		return nil
	case <-ctx.Done():
		s.conns.Range(func(conn, _ any) bool {
			conn.(net.Conn).Close()
			return true
		})
		return ctx.Err()
	}
}
