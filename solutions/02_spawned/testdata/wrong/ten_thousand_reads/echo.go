// Package spawned reads ten thousand times at most, so that no loop is
// endless.
//
//workbook:caught-by TestEchoesBytes
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
	for range 10_000 {
		n, err := conn.Read(buf)
		if _, werr := conn.Write(buf[:n]); werr != nil || err != nil {
			return
		}
	}
}
