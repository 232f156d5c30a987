// Package echo takes io.EOF for an ordinary end, of Accept as of Read.
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
		if errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return err
		}
		io.Copy(conn, conn)
		conn.Close()
	}
}
