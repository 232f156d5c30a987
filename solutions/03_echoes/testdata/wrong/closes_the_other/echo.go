// Package echoes uses an errgroup with a context, which closes the other
// listener when one of them fails.
//
//workbook:caught-by TestOneFails
package echoes

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"

	"golang.org/x/sync/errgroup"
)

func Echoes(first, second net.Listener) error {
	loops, ctx := errgroup.WithContext(context.Background())
	for _, ln := range []net.Listener{first, second} {
		stop := context.AfterFunc(ctx, func() { ln.Close() })
		defer stop()
		loops.Go(func() error { return echo(ln) })
	}
	return loops.Wait()
}

func echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("accept: %w", err)
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
