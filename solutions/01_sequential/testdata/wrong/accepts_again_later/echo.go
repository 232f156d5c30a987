// Package echo waits a while and tries again when Accept fails.
//
//workbook:caught-by TestListenerClosed
//workbook:caught-by TestAcceptFails
package echo

import (
	"io"
	"net"
	"time"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			time.Sleep(100 * time.Millisecond)
			continue
		}
		io.Copy(conn, conn)
		conn.Close()
	}
}
