// Package echo uses one buffer for all clients, one after the other, and wraps
// every error of Accept. That spares a buffer for each client, and is right only
// as long as no two are served at the same time.
package echo

import (
	"fmt"
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	buf := make([]byte, 32*1024)
	for {
		conn, err := ln.Accept()
		if err != nil {
			return fmt.Errorf("echo: accept: %w", err)
		}
		if _, err := io.CopyBuffer(conn, conn, buf); err != nil {
			fmt.Println("client:", err)
		}
		conn.Close()
	}
}
