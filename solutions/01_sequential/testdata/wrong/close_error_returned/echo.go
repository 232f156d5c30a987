// Package echo takes an error of Close for the end of the server.
//
//workbook:caught-by TestReset
package echo

import (
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		io.Copy(conn, conn)
		if err := conn.Close(); err != nil {
			return err
		}
	}
}
