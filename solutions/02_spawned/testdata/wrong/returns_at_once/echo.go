// Package spawned accepts on a goroutine and returns, before anybody came.
//
//workbook:caught-by TestListenerClosed
//workbook:caught-by TestAcceptFails
package spawned

import (
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			go serve(conn)
		}
	}()
	return nil
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
