// Package echo gives a client a week to take what is written, which nobody
// will ever notice.
//
//workbook:caught-by TestLargePayload
package echo

import (
	"errors"
	"fmt"
	"net"
	"time"
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
		conn.SetWriteDeadline(time.Now().Add(7 * 24 * time.Hour))
		if _, werr := conn.Write(buf[:n]); werr != nil || err != nil {
			return
		}
	}
}
