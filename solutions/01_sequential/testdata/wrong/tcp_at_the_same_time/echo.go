// Package echo serves TCP clients at the same time, and all others one by one.
//
//workbook:caught-by TestOverTCP
package echo

import (
	"io"
	"net"
	"sync"
)

func Echo(ln net.Listener) error {
	var all sync.WaitGroup
	defer all.Wait()
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		all.Go(func() { serve(conn) })
		if _, ok := conn.(*net.TCPConn); !ok {
			all.Wait()
		}
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
