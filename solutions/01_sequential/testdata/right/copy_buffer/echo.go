// Package echo uses one buffer for all clients, one after the other, and wraps
// every error of Accept.
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
