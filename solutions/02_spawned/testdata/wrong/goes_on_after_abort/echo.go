// Package spawned takes ECONNABORTED for nothing, and accepts again.
//
//workbook:caught-by TestAcceptFails
package spawned

import (
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			if errors.Is(err, syscall.ECONNABORTED) {
				continue
			}
			return fmt.Errorf("accept: %w", err)
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
