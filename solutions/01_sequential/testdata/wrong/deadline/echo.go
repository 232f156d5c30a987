// Package echo gives a client thirty seconds.
//
//workbook:caught-by TestAsItArrives
package echo

import (
	"errors"
	"fmt"
	"io"
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
	conn.SetDeadline(time.Now().Add(30 * time.Second))
	io.Copy(conn, conn)
}
