// Package echo takes no more than ten megabytes of a client, "to be safe".
//
//workbook:caught-by TestLargePayload
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
	defer conn.Close()
	io.Copy(conn, io.LimitReader(conn, 10<<20))
}
