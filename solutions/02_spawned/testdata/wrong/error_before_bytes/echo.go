// Package spawned looks at the error first and drops the bytes that came with
// it.
//
//workbook:caught-by TestBytesWithEOF
package spawned

import (
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
	buf := make([]byte, 4096)
	for {
		n, err := conn.Read(buf)
		if err != nil {
			return
		}
		if _, err := conn.Write(buf[:n]); err != nil {
			return
		}
	}
}
