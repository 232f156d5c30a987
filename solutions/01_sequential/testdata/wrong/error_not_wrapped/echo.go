// Package echo puts the error into words with %v: errors.Is no longer finds it.
//
//workbook:caught-by TestAcceptFails
//workbook:caught-by TestListenerClosed
package echo

import (
	"fmt"
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return fmt.Errorf("accept: %v", err)
		}
		io.Copy(conn, conn)
		conn.Close()
	}
}
