// The listener is closed by context.AfterFunc, on another goroutine, which Shutdown
// does not wait for.
//
//workbook:caught-by TestClosesFirst
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
	handle func(conn net.Conn)
	down   context.Context
	stop   context.CancelCauseFunc

	mu    sync.Mutex
	open  int
	cuts  map[uint64]context.CancelFunc
	ids   uint64
	empty chan struct{} // not nil while somebody is there; closed when nobody is
}

func New(handle func(conn net.Conn)) *Server {
	s := &Server{handle: handle, cuts: map[uint64]context.CancelFunc{}}
	s.down, s.stop = context.WithCancelCause(context.Background())
	return s
}

func (s *Server) Serve(ln net.Listener) error {
	unhook := context.AfterFunc(s.down, func() { ln.Close() })
	defer unhook()
	defer ln.Close()
	for s.down.Err() == nil {
		conn, err := ln.Accept()
		if err != nil {
			if cause := context.Cause(s.down); cause != nil {
				return cause
			}
			return fmt.Errorf("serve: %w", err)
		}
		s.start(conn)
	}
	return context.Cause(s.down)
}

func (s *Server) start(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down.Err() != nil {
		conn.Close()
		return
	}
	s.ids++
	id := s.ids
	s.cuts[id] = func() { conn.Close() }
	if s.open++; s.open == 1 {
		s.empty = make(chan struct{})
	}
	go func() {
		defer func() {
			conn.Close()
			s.mu.Lock()
			defer s.mu.Unlock()
			delete(s.cuts, id)
			if s.open--; s.open == 0 {
				close(s.empty)
				s.empty = nil
			}
		}()
		s.handle(conn)
	}()
}

func (s *Server) Shutdown(ctx context.Context) error {
	s.mu.Lock()
	s.stop(ErrClosed) // under the lock: start asks and counts under it
	empty := s.empty
	s.mu.Unlock()
	if empty == nil {
		return nil
	}
	select {
	case <-empty:
		return nil
	case <-ctx.Done():
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open == 0 {
		return nil
	}
	for _, cut := range s.cuts {
		cut()
	}
	return fmt.Errorf("gave up on %d connections: %w", s.open, ctx.Err())
}
