// Package spawned puts the error into words with %v: errors.Is no longer finds
// it.
//
//workbook:caught-by TestAcceptFails
//workbook:caught-by TestListenerClosed
package spawned

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
		go func() {
			defer conn.Close()
			io.Copy(conn, conn)
		}()
	}
}
