// Package spawned waits for its clients with a read-write lock: each holds it
// for reading, and Echo wants to write.
package spawned

import (
	"io"
	"net"
	"sync"
)

func Echo(ln net.Listener) error {
	var clients sync.RWMutex
	for {
		conn, err := ln.Accept()
		if err != nil {
			clients.Lock()
			defer clients.Unlock()
			return err
		}
		clients.RLock()
		go func() {
			defer clients.RUnlock()
			defer conn.Close()
			io.Copy(conn, conn)
		}()
	}
}
