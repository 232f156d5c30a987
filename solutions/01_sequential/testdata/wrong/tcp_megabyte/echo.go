// Package echo takes no more than a megabyte of a TCP client.
//
//workbook:caught-by TestOverTCP
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
	var r io.Reader = conn
	if tcp, ok := conn.(*net.TCPConn); ok {
		r = io.LimitReader(tcp, 1<<20)
	}
	io.Copy(conn, r)
}
