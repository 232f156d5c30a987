// Package spawned closes the connection only when all went well.
//
//workbook:caught-by TestReset
//workbook:caught-by TestGoneWithoutReading
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
	if _, err := io.Copy(conn, conn); err == nil {
		conn.Close()
	}
}
