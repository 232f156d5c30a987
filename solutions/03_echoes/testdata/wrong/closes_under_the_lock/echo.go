// Package echoes closes a connection under the lock that guards the set of all. While one
// Close takes its time, nobody else can come or go, at either listener.
//
//workbook:caught-by TestRudeClients
package echoes

import (
	"errors"
	"io"
	"net"
	"sync"
)

type server struct {
	mu   sync.Mutex
	open map[net.Conn]bool
}

func Echoes(first, second net.Listener) error {
	s := &server{open: map[net.Conn]bool{}}
	other := make(chan error, 1)
	go func() { other <- s.loop(second) }()
	err := s.loop(first)
	return errors.Join(err, <-other)
}

func (s *server) loop(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return err
		}
		s.mu.Lock()
		s.open[conn] = true
		s.mu.Unlock()
		go s.serve(conn)
	}
}

func (s *server) serve(conn net.Conn) {
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.open, conn)
		conn.Close()
	}()
	io.Copy(conn, conn)
}
