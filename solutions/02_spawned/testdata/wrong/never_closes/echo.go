// Package spawned never closes a connection.
//
//workbook:caught-by TestClosesAfterEOF
package spawned

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
		go io.Copy(conn, conn)
	}
}
