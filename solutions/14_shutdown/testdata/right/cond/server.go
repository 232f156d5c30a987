// Waiting on a condition variable, which the end of the context wakes too. All
// that is known of the server is under one lock; a condition variable knows no
// context, and AfterFunc has to help.
package shutdown

import (
	"context"
	"errors"
	"net"
	"slices"
	"sync"
)

var ErrClosed = errors.New("server closed")

type Server struct {
	handle  func(net.Conn)
	mu      sync.Mutex
	changed sync.Cond
	state   int // 0: not serving, 1: serving, 2: down
	ln      net.Listener
	conns   []net.Conn
}

const down = 2

func New(handle func(net.Conn)) *Server {
	s := &Server{handle: handle}
	s.changed.L = &s.mu
	return s
}

func (s *Server) Serve(ln net.Listener) error {
	defer ln.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state != down {
		s.state, s.ln = 1, ln
	}
	for s.state != down {
		s.mu.Unlock()
		conn, err := ln.Accept()
		s.mu.Lock()
		if s.state == down && err == nil {
			conn.Close()
		}
		if s.state == down {
			break
		}
		if err != nil {
			return errors.Join(errors.New("accepting failed"), err)
		}
		s.conns = append(s.conns, conn)
		go s.one(conn)
	}
	return ErrClosed
}

func (s *Server) one(conn net.Conn) {
	defer func() {
		conn.Close()
		s.mu.Lock()
		defer s.mu.Unlock()
		i := slices.Index(s.conns, conn)
		s.conns = slices.Delete(s.conns, i, i+1)
		s.changed.Broadcast()
	}()
	s.handle(conn)
}

func (s *Server) Shutdown(ctx context.Context) error {
	stop := context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.changed.Broadcast()
	})
	defer stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state = down
	if s.ln != nil {
		s.ln.Close()
		s.ln = nil
	}
	for len(s.conns) > 0 {
		if err := ctx.Err(); err != nil {
			for _, conn := range s.conns {
				conn.Close()
			}
			return err
		}
		s.changed.Wait()
	}
	return nil
}
