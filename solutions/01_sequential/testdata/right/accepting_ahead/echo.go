// Package echo accepts on one goroutine and serves on another, so that one
// client is accepted while another is served; it is served after it.
package echo

import (
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	conns := make(chan net.Conn)
	var failed error
	go func() {
		defer close(conns)
		for {
			conn, err := ln.Accept()
			if err != nil {
				failed = err
				return
			}
			conns <- conn
		}
	}()
	for conn := range conns {
		io.Copy(conn, conn)
		conn.Close()
	}
	return failed
}
