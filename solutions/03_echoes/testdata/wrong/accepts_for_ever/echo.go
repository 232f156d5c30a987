// Package echoes tries again when Accept fails, for ever.
//
//workbook:caught-by TestBothClose
//workbook:caught-by TestBothListeners
package echoes

import (
	"io"
	"net"
	"sync"
)

func Echoes(first, second net.Listener) error {
	var wg sync.WaitGroup
	for _, ln := range []net.Listener{first, second} {
		wg.Go(func() {
			for {
				conn, err := ln.Accept()
				if err != nil {
					continue
				}
				go serve(conn)
			}
		})
	}
	wg.Wait()
	return nil
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
