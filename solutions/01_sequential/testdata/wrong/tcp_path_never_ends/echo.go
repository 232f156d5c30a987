// Package echo has a loop of its own for TCP listeners, which wakes up each
// second and takes every error for that.
//
//workbook:caught-by TestStopsWhenClosed
package echo

import (
	"io"
	"net"
	"time"
)

func Echo(ln net.Listener) error {
	if tcp, ok := ln.(*net.TCPListener); ok {
		return echoTCP(tcp)
	}
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		serve(conn)
	}
}

func echoTCP(ln *net.TCPListener) error {
	for {
		ln.SetDeadline(time.Now().Add(time.Second))
		conn, err := ln.Accept()
		if err != nil {
			time.Sleep(10 * time.Millisecond)
			continue
		}
		serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
