// Package echoes gathers connections in a channel, and returns while some are in it.
//
//workbook:caught-by TestBothFail
package echoes

import (
	"errors"
	"io"
	"net"
)

func Echoes(first, second net.Listener) error {
	conns := make(chan net.Conn, 16)
	ends := make(chan error, 2)
	for _, ln := range []net.Listener{first, second} {
		go func() {
			for {
				conn, err := ln.Accept()
				if err != nil {
					ends <- err
					return
				}
				conns <- conn
			}
		}()
	}
	var errs []error
	for len(errs) < 2 {
		select {
		case conn := <-conns:
			go func() {
				defer conn.Close()
				io.Copy(conn, conn)
			}()
		case err := <-ends:
			if errors.Is(err, net.ErrClosed) {
				err = nil
			}
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
