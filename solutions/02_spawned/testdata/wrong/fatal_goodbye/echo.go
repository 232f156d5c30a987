// Package spawned says goodbye with CloseWrite, which fails for a TCP client
// that is gone, and takes that for the end of the program.
//
//workbook:caught-by TestProcessSurvives
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
			return err
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
	if tcp, ok := conn.(*net.TCPConn); ok {
		if err := tcp.CloseWrite(); err != nil {
			log.Fatal(err)
		}
	}
}
