// Package echo reads and writes on two goroutines, and closes when reading is
// over, whatever is still to be written.
//
//workbook:caught-by TestClosesAfterEOF
package echo

import (
	"errors"
	"fmt"
	"net"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("accept: %w", err)
		}
		serve(conn)
	}
}

func serve(conn net.Conn) {
	chunks := make(chan []byte, 1<<16)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for chunk := range chunks {
			if _, err := conn.Write(chunk); err != nil {
				return
			}
		}
	}()
	for {
		buf := make([]byte, 512)
		n, err := conn.Read(buf)
		chunks <- buf[:n]
		if err != nil {
			break
		}
	}
	close(chunks)
	conn.Close()
	<-done
}
