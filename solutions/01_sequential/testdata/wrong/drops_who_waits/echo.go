// Package echo accepts ahead, and when Accept has failed closes the
// connections of those who wait.
//
//workbook:caught-by TestEndsAfterClients
package echo

import (
	"io"
	"net"
	"sync/atomic"
)

func Echo(ln net.Listener) error {
	conns := make(chan net.Conn, 100)
	var failed atomic.Pointer[error]
	go func() {
		defer close(conns)
		for {
			conn, err := ln.Accept()
			if err != nil {
				failed.Store(&err)
				return
			}
			conns <- conn
		}
	}()
	for conn := range conns {
		if failed.Load() == nil {
			io.Copy(conn, conn)
		}
		conn.Close()
	}
	return *failed.Load()
}
