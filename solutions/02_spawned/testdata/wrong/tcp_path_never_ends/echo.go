// Package spawned has a loop of its own for TCP listeners, which wakes up each
// second and takes every error for that.
//
//workbook:caught-by TestStopsWhenClosed
package spawned

import (
	"io"
	"net"
	"time"
)

func Echo(ln net.Listener) error {
	tcp, _ := ln.(*net.TCPListener)
	for {
		if tcp != nil {
			tcp.SetDeadline(time.Now().Add(time.Second))
		}
		conn, err := ln.Accept()
		if err != nil && tcp != nil {
			time.Sleep(10 * time.Millisecond)
			continue
		}
		if err != nil {
			return err
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
