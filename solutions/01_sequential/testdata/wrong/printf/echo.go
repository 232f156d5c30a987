// Package echo takes what the client sends for a format.
//
//workbook:caught-by TestEchoesBytes
package echo

import (
	"errors"
	"fmt"
	"net"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("accept: %w", err)
		}
		serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	buf := make([]byte, 4096)
	for {
		n, err := conn.Read(buf)
		if _, err := fmt.Fprintf(conn, string(buf[:n])); err != nil {
			return
		}
		if err != nil {
			return
		}
	}
}
