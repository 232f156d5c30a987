// Package spawned declares conn outside of the loop: all function literals
// share the variable, and use the client that came last.
//
//workbook:caught-by TestClientsKeepApart
package spawned

import (
	"net"
)

func Echo(ln net.Listener) error {
	var conn net.Conn
	for {
		next, err := ln.Accept()
		if err != nil {
			return err
		}
		conn = next
		go func() {
			defer conn.Close()
			buf := make([]byte, 4096)
			for {
				n, err := conn.Read(buf)
				if _, werr := conn.Write(buf[:n]); err != nil || werr != nil {
					return
				}
			}
		}()
	}
}
