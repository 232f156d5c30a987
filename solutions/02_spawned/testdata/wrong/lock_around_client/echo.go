// Package spawned holds a lock while it serves a client.
//
//workbook:caught-by TestSilentClient
package spawned

import (
	"io"
	"net"
	"sync"
)

func Echo(ln net.Listener) error {
	var mu sync.Mutex
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go func() {
			mu.Lock()
			defer mu.Unlock()
			serve(conn)
		}()
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
