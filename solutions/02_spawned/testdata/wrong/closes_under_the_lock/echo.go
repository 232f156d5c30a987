// Package spawned closes a connection under the lock that guards the set of all. While
// one Close takes its time, nobody else can come or go.
//
//workbook:caught-by TestSlowReader
package spawned

import (
	"fmt"
	"io"
	"net"
	"sync"
)

type server struct {
	mu   sync.Mutex
	open map[net.Conn]bool
}

func Echo(ln net.Listener) error {
	s := &server{open: map[net.Conn]bool{}}
	for {
		conn, err := ln.Accept()
		if err != nil {
			return fmt.Errorf("accept: %w", err)
		}
		s.add(conn)
		go func() {
			defer s.remove(conn)
			io.Copy(conn, conn)
		}()
	}
}

func (s *server) add(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[conn] = true
}

func (s *server) remove(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, conn)
	conn.Close()
}
