// Package echo closes each connection on a goroutine of its own, and goes on
// without waiting.
//
//workbook:caught-by TestOneAtATime
package echo

import (
	"errors"
	"fmt"
	"io"
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
	defer func() { go conn.Close() }()
	io.Copy(conn, conn)
}
