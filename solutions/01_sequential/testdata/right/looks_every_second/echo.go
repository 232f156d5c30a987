// Package echo wakes up each second while a client is silent, finds that
// nothing is wrong, and reads on; and closes twice.
package echo

import (
	"errors"
	"net"
	"os"
	"time"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		serve(conn)
		conn.Close()
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	buf := make([]byte, 8<<10)
	for {
		conn.SetReadDeadline(time.Now().Add(time.Second))
		n, err := conn.Read(buf)
		if _, werr := conn.Write(buf[:n]); werr != nil {
			return
		}
		if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
			return
		}
	}
}
