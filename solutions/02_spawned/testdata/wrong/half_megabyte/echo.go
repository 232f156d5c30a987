// Package spawned copies at most half a megabyte: a long stream is cut.
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
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.CopyN(conn, conn, 512<<10)
}
