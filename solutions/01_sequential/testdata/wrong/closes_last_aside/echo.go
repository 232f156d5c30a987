// Package echo waits for the Close of a connection before it serves the next,
// and not before it returns.
//
//workbook:caught-by TestOneAtATime
package echo

import (
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	closed := make(chan struct{}, 1)
	closed <- struct{}{}
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		<-closed
		io.Copy(conn, conn)
		go func() {
			conn.Close()
			closed <- struct{}{}
		}()
	}
}
