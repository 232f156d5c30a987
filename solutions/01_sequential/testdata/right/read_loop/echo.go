// Package echo reads and writes in a loop with a buffer of its own, and returns
// the error of Accept as it is, also for a closed listener. Each step is yours to
// change, where io.Copy is shorter and, between two connections on Linux, needs
// no buffer in the program.
package echo

import (
	"net"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		handle(conn)
	}
}

func handle(conn net.Conn) {
	defer conn.Close()
	buf := make([]byte, 1024)
	for {
		n, err := conn.Read(buf)
		if n > 0 {
			if _, werr := conn.Write(buf[:n]); werr != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
