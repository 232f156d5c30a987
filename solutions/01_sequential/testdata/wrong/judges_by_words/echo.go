// Package echo knows a closed listener by the words of the error.
//
//workbook:caught-by TestAcceptFails
package echo

import (
	"io"
	"net"
	"strings"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil && strings.Contains(err.Error(), "use of closed network connection") {
			return nil
		}
		if err != nil {
			return err
		}
		io.Copy(conn, conn)
		conn.Close()
	}
}
