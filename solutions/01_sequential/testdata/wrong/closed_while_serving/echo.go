// Package echo closes the connection that it serves as soon as the listener is
// closed, though its client is not done.
//
//workbook:caught-by TestEndsAfterClients
package echo

import (
	"io"
	"net"
	"sync"
)

type server struct {
	mu   sync.Mutex
	conn net.Conn
}

func Echo(ln net.Listener) error {
	var s server
	conns := make(chan net.Conn)
	var failed error
	go func() {
		defer close(conns)
		for {
			conn, err := ln.Accept()
			if err != nil {
				failed = err
				s.mu.Lock()
				if s.conn != nil {
					s.conn.Close()
				}
				s.mu.Unlock()
				return
			}
			conns <- conn
		}
	}()
	for conn := range conns {
		s.mu.Lock()
		s.conn = conn
		s.mu.Unlock()
		io.Copy(conn, conn)
		conn.Close()
	}
	return failed
}
