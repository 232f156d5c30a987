// Package echo takes the end of the listener for an accident.
//
//workbook:caught-by TestListenerClosed
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
			panic(err)
		}
		io.Copy(conn, conn)
		conn.Close()
	}
}
