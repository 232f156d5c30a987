// Package echo takes a failure of one client for the end of the server.
//
//workbook:caught-by TestReset
//workbook:caught-by TestGoneWithoutReading
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
		_, err = io.Copy(conn, conn)
		conn.Close()
		if err != nil {
			return err
		}
	}
}
