// Package spawned reads on one goroutine and writes on another, out of one
// buffer: it is read into while it is still written from.
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
	chunks := make(chan []byte)
	go func() {
		defer close(chunks)
		for {
			n, err := conn.Read(buf)
			if n > 0 {
				chunks <- buf[:n]
			}
			if err != nil {
				return
			}
		}
	}()
	failed := false
	for chunk := range chunks {
		if failed {
			continue
		}
		if _, err := conn.Write(chunk); err != nil {
			failed = true
			conn.Close()
		}
	}
}
