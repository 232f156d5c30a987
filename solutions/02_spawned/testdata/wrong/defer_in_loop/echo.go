// Package spawned defers Close in the accept loop, where it waits for the end
// of the server.
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
		defer conn.Close()
		go io.Copy(conn, conn)
	}
}
