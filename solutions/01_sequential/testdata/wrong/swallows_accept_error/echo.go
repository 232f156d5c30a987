// Package echo returns nil however Accept failed.
//
//workbook:caught-by TestAcceptFails
package echo

import (
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return nil
		}
		io.Copy(conn, conn)
		conn.Close()
	}
}
