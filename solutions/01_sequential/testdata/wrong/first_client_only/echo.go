// Package echo serves one client and takes that for the whole task.
//
//workbook:caught-by TestClosesAfterEOF
package echo

import (
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	conn, err := ln.Accept()
	if err != nil {
		return err
	}
	defer conn.Close()
	io.Copy(conn, conn)
	return nil
}
