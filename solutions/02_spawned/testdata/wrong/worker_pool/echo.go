// Package spawned has sixteen workers: the seventeenth client waits.
//
//workbook:caught-by TestThousandsAtOnce
package spawned

import (
	"io"
	"net"
	"sync"
)

func Echo(ln net.Listener) error {
	conns := make(chan net.Conn)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer close(conns)
	for range 16 {
		wg.Go(func() {
			for conn := range conns {
				serve(conn)
			}
		})
	}
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		conns <- conn
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
