// Package echo gives each client a goroutine of its own: the next client does
// not wait for its turn.
//
//workbook:caught-by TestOneAtATime
package echo

import (
	"io"
	"net"
	"sync"
)

func Echo(ln net.Listener) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		wg.Go(func() {
			defer conn.Close()
			io.Copy(conn, conn)
		})
	}
}
