// Package spawned makes one buffer for all clients, to save memory: they write
// over each other.
//
//workbook:caught-by TestSlowReader
package spawned

import (
	"net"
)

func Echo(ln net.Listener) error {
	buf := make([]byte, 4096)
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go serve(conn, buf)
	}
}

func serve(conn net.Conn, buf []byte) {
	defer conn.Close()
	for {
		n, err := conn.Read(buf)
		if _, werr := conn.Write(buf[:n]); err != nil || werr != nil {
			return
		}
	}
}
