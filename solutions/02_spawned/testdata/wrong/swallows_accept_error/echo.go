// Package spawned returns nil however Accept failed.
//
//workbook:caught-by TestAcceptFails
package spawned

import (
	"io"
	"net"
)

func Echo(ln net.Listener) error {

	for {
		conn, err := ln.Accept()
		if err != nil {
			return nil
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
