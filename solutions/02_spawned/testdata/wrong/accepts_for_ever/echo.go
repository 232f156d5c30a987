// Package spawned tries again when Accept fails, for ever.
//
//workbook:caught-by TestListenerClosed
//workbook:caught-by TestAcceptFails
package spawned

import (
	"io"
	"log"
	"net"
)

func Echo(ln net.Listener) error {

	for {
		conn, err := ln.Accept()
		if err != nil {
			log.Print(err)
			continue
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
