// Package spawned takes no more than a megabyte of a TCP client.
//
//workbook:caught-by TestHundredsOverTCP
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
	var r io.Reader = conn
	if tcp, ok := conn.(*net.TCPConn); ok {
		r = io.LimitReader(tcp, 1<<20)
	}
	io.Copy(conn, r)
}
