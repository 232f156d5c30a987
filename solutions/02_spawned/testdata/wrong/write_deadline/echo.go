// Package spawned gives a client five seconds to take what is written.
//
//workbook:caught-by TestSlowReader
package spawned

import (
	"net"
	"time"
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
		conn.SetWriteDeadline(time.Now().Add(5 * time.Second))
		if _, werr := conn.Write(buf[:n]); werr != nil || err != nil {
			return
		}
	}
}
