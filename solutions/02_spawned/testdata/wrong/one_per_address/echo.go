// Package spawned takes a client with an address that it knows for the same one come back,
// and closes the connection of before.
//
//workbook:caught-by TestClientsOutliveListener
package spawned

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
)

// Echo serves the clients of ln, each on a goroutine of its own.
func Echo(ln net.Listener) error {
	var mu sync.Mutex
	peers := map[string]net.Conn{}
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("echo: %w", err)
		}
		go func() {
			key := "?"
			if addr := conn.RemoteAddr(); addr != nil {
				key = addr.String()
			}
			mu.Lock()
			stale := peers[key]
			peers[key] = conn
			mu.Unlock()
			if stale != nil {
				stale.Close() // a leftover: the peer has come back from the same port
			}
			defer func() {
				conn.Close()
				mu.Lock()
				defer mu.Unlock()
				if peers[key] == conn {
					delete(peers, key)
				}
			}()
			io.Copy(conn, conn)
		}()
	}
}
