// Package spawned waits for each goroutine right after it started it.
//
//workbook:caught-by TestSilentClient
package spawned

import (
	"io"
	"net"
	"sync"
)

func Echo(ln net.Listener) error {
	var wg sync.WaitGroup
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		wg.Go(func() { serve(conn) })
		wg.Wait()
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
