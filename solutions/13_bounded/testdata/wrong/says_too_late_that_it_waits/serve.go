// Serve looks how many connections are open, and says after that that it waits for the
// last one: if that has ended in between, it did not know whom to tell.
//
//workbook:caught-by schedules
package bounded

import (
	"errors"
	"fmt"
	"log"
	"net"
	"sync/atomic"
)

type server struct {
	slots  chan struct{}
	open   atomic.Int64
	ending atomic.Bool
	empty  chan struct{}
}

func Serve(ln net.Listener, n int, handle func(conn net.Conn)) error {
	if n < 1 {
		return fmt.Errorf("a server for %d connections would never serve anybody", n)
	}
	s := &server{slots: make(chan struct{}, n), empty: make(chan struct{}, 1)}
	defer s.wait()
	for {
		s.slots <- struct{}{}
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("accepting a connection: %w", err)
		}
		s.open.Add(1)
		go s.serve(conn, handle)
	}
}

func (s *server) wait() {
	if s.open.Load() == 0 {
		return
	}
	s.ending.Store(true)
	<-s.empty
}

func (s *server) serve(conn net.Conn, handle func(net.Conn)) {
	defer s.over()
	defer conn.Close()
	defer func() {
		if p := recover(); p != nil {
			log.Printf("serving %v: panic: %v", conn.RemoteAddr(), p)
		}
	}()
	handle(conn)
}

func (s *server) over() {
	<-s.slots
	if s.open.Add(-1) == 0 && s.ending.Load() {
		s.empty <- struct{}{}
	}
}
