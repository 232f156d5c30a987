// Package echo holds a mutex for the client of the moment: the accept loop
// waits for it.
package echo

import (
	"io"
	"net"
	"sync"
)

func Echo(ln net.Listener) error {
	var turn sync.Mutex
	for {
		turn.Lock()
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer turn.Unlock()
			defer conn.Close()
			io.Copy(conn, conn)
		}()
	}
}
