// Package spawned sets a limit of a thousand to its errgroup.
//
//workbook:caught-by TestThousandsAtOnce
package spawned

import (
	"io"
	"net"

	"golang.org/x/sync/errgroup"
)

func Echo(ln net.Listener) error {
	var clients errgroup.Group
	clients.SetLimit(1000)
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		clients.Go(func() error {
			serve(conn)
			return nil
		})
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
