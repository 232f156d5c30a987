// Package spawned hangs up on clients that are silent for ten minutes.
//
//workbook:caught-by TestAsItArrives
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
		conn.SetReadDeadline(time.Now().Add(10 * time.Minute))
		n, err := conn.Read(buf)
		if _, werr := conn.Write(buf[:n]); err != nil || werr != nil {
			return
		}
	}
}
