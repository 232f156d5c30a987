// Package spawned closes all connections when the listener is closed, though
// their clients are not done.
//
//workbook:caught-by TestClientsOutliveListener
package spawned

import (
	"io"
	"net"
	"sync"
)

func Echo(ln net.Listener) error {
	var mu sync.Mutex
	clients := make(map[net.Conn]bool)
	defer func() {
		mu.Lock()
		defer mu.Unlock()
		for conn := range clients {
			conn.Close()
		}
	}()
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		mu.Lock()
		clients[conn] = true
		mu.Unlock()
		go func() {
			io.Copy(conn, conn)
			conn.Close()
			mu.Lock()
			delete(clients, conn)
			mu.Unlock()
		}()
	}
}
