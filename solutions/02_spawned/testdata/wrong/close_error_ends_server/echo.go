// Package spawned closes the listener when Close of a connection gives an
// error.
//
//workbook:caught-by TestReset
package spawned

import (
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go func() {
			io.Copy(conn, conn)
			if conn.Close() != nil {
				ln.Close()
			}
		}()
	}
}
