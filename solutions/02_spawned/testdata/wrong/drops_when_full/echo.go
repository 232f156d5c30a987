// Package spawned drops what a slow client has no room for in a queue of 64 pieces.
//
//workbook:caught-by TestSlowReader
package spawned

import (
	"errors"
	"fmt"
	"net"
	"sync"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			return fmt.Errorf("accept: %w", err)
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	pieces := make(chan []byte, 64)
	var wg sync.WaitGroup
	wg.Go(func() {
		for p := range pieces {
			if _, err := conn.Write(p); err != nil {
				conn.Close()
			}
		}
	})
	for {
		buf := make([]byte, 32*1024)
		n, err := conn.Read(buf)
		if n > 0 {
			select {
			case pieces <- buf[:n]:
			default: // too slow
			}
		}
		if err != nil {
			break
		}
	}
	close(pieces)
	wg.Wait()
}
