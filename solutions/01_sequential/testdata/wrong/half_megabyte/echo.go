// Package echo copies at most half a megabyte: a long stream is cut.
//
//workbook:caught-by TestLargePayload
//workbook:caught-by TestOverTCP
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
		io.CopyN(conn, conn, 512*1024)
		conn.Close()
	}
}
