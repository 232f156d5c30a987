// Package echo serves a thousand clients, and takes that for enough.
//
//workbook:caught-by TestOneAtATime
package echo

import (
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	for range 1000 {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		io.Copy(conn, conn)
		conn.Close()
	}
	return nil
}
