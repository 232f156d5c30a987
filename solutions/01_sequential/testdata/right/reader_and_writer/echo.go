// Package echo reads on one goroutine and writes on another, with a channel of
// chunks between them. It reads on while it writes; for that, each way to end
// must end both.
package echo

import (
	"net"
	"sync"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		serve(conn)
	}
}

func serve(conn net.Conn) {
	chunks := make(chan []byte)
	var wg sync.WaitGroup
	wg.Go(func() {
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
	})
	var failed error
	for chunk := range chunks {
		if failed == nil {
			if _, failed = conn.Write(chunk); failed != nil {
				conn.Close() // wakes the reader
			}
		}
	}
	wg.Wait()
	conn.Close()
}
