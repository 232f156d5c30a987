// Package echo takes a timeout of Accept for nothing at all.
//
//workbook:caught-by TestAcceptFails
package echo

import (
	"errors"
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			if timeout := net.Error(nil); errors.As(err, &timeout) && timeout.Timeout() {
				continue
			}
			return err
		}
		io.Copy(conn, conn)
		conn.Close()
	}
}
