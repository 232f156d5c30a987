// Package spawned reads on a goroutine of its own, which nobody receives from
// any more once a Write has failed.
//
//workbook:caught-by TestGoneWithoutReading
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
	chunks := make(chan []byte)
	go func() {
		defer close(chunks)
		for {
			buf := make([]byte, 512)
			n, err := conn.Read(buf)
			if n > 0 {
				chunks <- buf[:n]
			}
			if err != nil {
				return
			}
		}
	}()
	for chunk := range chunks {
		if _, err := conn.Write(chunk); err != nil {
			return
		}
	}
}
