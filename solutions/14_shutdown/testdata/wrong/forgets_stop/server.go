// Package shutdown has context.AfterFunc watch the context, and never stops it. For a
// context of somebody else's type that is a goroutine.
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

// A Server is a monitor: one lock, one condition variable.
type Server struct {
	handle func(conn net.Conn)

	sync.Mutex
	changed *sync.Cond
	down    bool
	ln      net.Listener
	ports   ports
	conns   []*door
}

type ports int

const (
	none ports = iota
	open
	closing
	closed
)

// A door is closed once, by the first who wants it to be.
type door struct {
	net.Conn
	once sync.Once
}

func (d *door) shut() { d.once.Do(func() { d.Conn.Close() }) }

func New(handle func(conn net.Conn)) *Server {
	s := &Server{handle: handle}
	s.changed = sync.NewCond(s)
	return s
}

// closePort returns, with the lock held as before, when the listener is closed.
func (s *Server) closePort() {
	switch s.ports {
	case open:
		s.ports = closing
		s.Unlock()
		s.ln.Close()
		s.Lock()
		s.ports = closed
		s.changed.Broadcast()
	case closing:
		for s.ports != closed {
			s.changed.Wait()
		}
	}
}

func (s *Server) Serve(ln net.Listener) error {
	s.Lock()
	defer s.Unlock()
	s.ln, s.ports = ln, open
	if s.down {
		s.closePort()
		return ErrClosed
	}
	for {
		s.Unlock()
		conn, err := ln.Accept()
		s.Lock()
		if err != nil {
			why := ErrClosed
			if !s.down {
				why = fmt.Errorf("accept: %w", err)
			}
			s.closePort()
			return why
		}
		if s.down {
			s.Unlock()
			conn.Close()
			s.Lock()
			continue
		}
		d := &door{Conn: conn}
		s.conns = append(s.conns, d)
		go s.run(d)
	}
}

func (s *Server) run(d *door) {
	s.handle(d.Conn)
	d.shut()
	s.Lock()
	defer s.Unlock()
	for i := range s.conns {
		if s.conns[i] == d {
			last := len(s.conns) - 1
			s.conns[i], s.conns[last] = s.conns[last], nil
			s.conns = s.conns[:last]
			break
		}
	}
	s.changed.Broadcast()
}

func (s *Server) Shutdown(ctx context.Context) error {
	s.Lock()
	defer s.Unlock()
	s.down = true
	s.closePort()
	context.AfterFunc(ctx, func() {
		s.Lock()
		defer s.Unlock()
		s.changed.Broadcast()
	})
	for len(s.conns) > 0 && ctx.Err() == nil {
		s.changed.Wait()
	}
	if len(s.conns) == 0 {
		return nil
	}
	left := append([]*door(nil), s.conns...)
	s.Unlock()
	var wg sync.WaitGroup
	for _, d := range left {
		wg.Go(d.shut)
	}
	wg.Wait()
	s.Lock()
	return fmt.Errorf("%d had to be cut: %w", len(left), ctx.Err())
}
