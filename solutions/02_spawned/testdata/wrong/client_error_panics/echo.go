// Package spawned panics on a client's goroutine, which ends the whole process.
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
	defer conn.Close()
	if _, err := io.Copy(conn, conn); err != nil {
		panic(err)
	}
}
