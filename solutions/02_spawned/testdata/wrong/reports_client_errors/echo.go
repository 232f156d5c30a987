// Package spawned returns the failures of clients, which are no business of the
// caller.
//
//workbook:caught-by TestClientsOutliveListener
package spawned

import (
	"errors"
	"io"
	"net"

	"golang.org/x/sync/errgroup"
)

func Echo(ln net.Listener) error {
	var clients errgroup.Group
	for {
		conn, err := ln.Accept()
		if err != nil {
			if werr := clients.Wait(); werr != nil || errors.Is(err, net.ErrClosed) {
				return werr
			}
			return err
		}
		clients.Go(func() error {
			defer conn.Close()
			_, err := io.Copy(conn, conn)
			return err
		})
	}
}
