// Every connection has a channel that is closed at its end, and Shutdown waits
// for one after the other. No count has to be kept right; each connection costs a
// channel, and Shutdown a copy of the map.
package shutdown

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"sync"
)

var ErrClosed = errors.New("this server has been shut down")

type Server struct {
	handle func(net.Conn)
	lock   chan state // holds the state when nobody works with it
}

type state struct {
	down  bool
	close func() error
	conns map[net.Conn]chan struct{}
}

func New(handle func(net.Conn)) *Server {
	s := &Server{handle, make(chan state, 1)}
	s.lock <- state{close: func() error { return nil }, conns: map[net.Conn]chan struct{}{}}
	return s
}

func (s *Server) change(f func(*state)) {
	st := <-s.lock
	defer func() { s.lock <- st }()
	f(&st)
}

func (s *Server) Serve(ln net.Listener) error {
	closeOnce := sync.OnceValue(ln.Close)
	defer closeOnce()
	down := false
	s.change(func(st *state) { down, st.close = st.down, closeOnce })
	for !down {
		conn, err := ln.Accept()
		s.change(func(st *state) {
			down = st.down
			if err != nil {
				return
			}
			if down {
				conn.Close()
				return
			}
			end := make(chan struct{})
			st.conns[conn] = end
			go s.one(conn, end)
		})
		if err != nil && !down {
			return fmt.Errorf("while accepting: %w", err)
		}
	}
	return ErrClosed
}

func (s *Server) one(conn net.Conn, end chan struct{}) {
	defer close(end)
	defer s.change(func(st *state) { delete(st.conns, conn) })
	defer conn.Close()
	s.handle(conn)
}

func (s *Server) Shutdown(ctx context.Context) error {
	var conns map[net.Conn]chan struct{}
	s.change(func(st *state) {
		st.down = true
		st.close()
		conns = maps.Clone(st.conns)
	})
	for _, end := range conns {
		select {
		case <-end:
			continue
		default:
		}
		select {
		case <-end:
		case <-ctx.Done():
			return s.cut(ctx)
		}
	}
	return nil
}

func (s *Server) cut(ctx context.Context) (err error) {
	s.change(func(st *state) {
		for conn := range st.conns {
			conn.Close()
			err = fmt.Errorf("some were cut: %w", ctx.Err())
		}
	})
	return err
}
