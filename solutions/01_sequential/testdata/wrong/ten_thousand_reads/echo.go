// Package echo reads ten thousand times at most, so that no loop is endless.
//
//workbook:caught-by TestLargePayload
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
	for range 10_000 {
		n, err := conn.Read(buf)
		if _, werr := conn.Write(buf[:n]); werr != nil || err != nil {
			return
		}
	}
}
