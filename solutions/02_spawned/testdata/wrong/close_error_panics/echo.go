// Package spawned panics when Close gives an error.
//
//workbook:caught-by TestReset
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
	io.Copy(conn, conn)
	if err := conn.Close(); err != nil {
		panic(err)
	}
}
