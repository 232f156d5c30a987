// Package echoes never closes a connection.
//
//workbook:caught-by TestClosesAfterEOF
package echoes

import (
	"errors"
	"io"
	"net"
)

func Echoes(first, second net.Listener) error {
	results := make(chan error, 2)
	for _, ln := range []net.Listener{first, second} {
		go func() {
			for {
				conn, err := ln.Accept()
				if err != nil {
					results <- err
					return
				}
				go io.Copy(conn, conn)
			}
		}()
	}
	return errors.Join(<-results, <-results)
}
