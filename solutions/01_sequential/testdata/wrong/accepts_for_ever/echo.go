// Package echo tries again when Accept fails, for ever.
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
			continue
		}
		io.Copy(conn, conn)
		conn.Close()
	}
}
