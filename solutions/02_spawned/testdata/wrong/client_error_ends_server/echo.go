// Package spawned lets an errgroup with a context close the listener when one
// client fails.
//
//workbook:caught-by TestReset
//workbook:caught-by TestGoneWithoutReading
package spawned

import (
	"context"
	"errors"
	"io"
	"net"

	"golang.org/x/sync/errgroup"
)

func Echo(ln net.Listener) error {
	clients, ctx := errgroup.WithContext(context.Background())
	stop := context.AfterFunc(ctx, func() { ln.Close() })
	defer stop()
	for {
		conn, err := ln.Accept()
		if err != nil {
			return errors.Join(err, clients.Wait())
		}
		clients.Go(func() error {
			defer conn.Close()
			_, err := io.Copy(conn, conn)
			return err
		})
	}
}
