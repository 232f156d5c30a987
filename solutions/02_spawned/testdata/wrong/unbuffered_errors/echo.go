// Package spawned tells the end of each client through a channel that nobody
// receives from.
//
//workbook:caught-by TestEchoesBytes
package spawned

import (
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	errs := make(chan error)
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer conn.Close()
			_, err := io.Copy(conn, conn)
			errs <- err
		}()
	}
}
