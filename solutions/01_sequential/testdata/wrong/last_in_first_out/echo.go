// Package echo accepts ahead and serves the client first that came last.
//
//workbook:caught-by TestOneAtATime
package echo

import (
	"io"
	"net"
	"sync"
)

func Echo(ln net.Listener) error {
	var mu sync.Mutex
	var waiting []net.Conn
	var failed error
	more := make(chan struct{}, 1<<16)
	go func() {
		defer close(more)
		for {
			conn, err := ln.Accept()
			if err != nil {
				failed = err
				return
			}
			mu.Lock()
			waiting = append(waiting, conn)
			mu.Unlock()
			more <- struct{}{}
		}
	}()
	for range more {
		mu.Lock()
		conn := waiting[len(waiting)-1]
		waiting = waiting[:len(waiting)-1]
		mu.Unlock()
		io.Copy(conn, conn)
		conn.Close()
	}
	return failed
}
