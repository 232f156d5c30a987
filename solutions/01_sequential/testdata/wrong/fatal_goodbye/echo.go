// Package echo says goodbye with CloseWrite, which fails for a TCP client that
// is gone, and takes that for the end of the program.
//
//workbook:caught-by TestProcessSurvives
package echo

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("accept: %w", err)
		}
		serve(conn)
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
