// Package spawned gives its clients half a minute when the listener has ended.
//
//workbook:caught-by TestClientsOutliveListener
package spawned

import (
	"io"
	"net"
	"sync"
	"time"
)

func Echo(ln net.Listener) error {
	var mu sync.Mutex
	conns := make(map[net.Conn]bool)
	var all sync.WaitGroup
	for {
		conn, err := ln.Accept()
		if err != nil {
			hangUp := time.AfterFunc(30*time.Second, func() {
				mu.Lock()
				defer mu.Unlock()
				for conn := range conns {
					conn.Close()
				}
			})
			all.Wait()
			hangUp.Stop()
			return err
		}
		mu.Lock()
		conns[conn] = true
		mu.Unlock()
		all.Go(func() {
			io.Copy(conn, conn)
			mu.Lock()
			delete(conns, conn)
			mu.Unlock()
			conn.Close()
		})
	}
}
