// Package spawned closes the connection in the loop, right after it started the
// goroutine that was to use it.
//
//workbook:caught-by TestEchoesBytes
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
		conn.Close()
	}
}
