// Package echoes returns what errgroup.Wait gives: the first error, and not the
// second.
//
//workbook:caught-by TestBothFail
package echoes

import (
	"errors"
	"fmt"
	"io"
	"net"

	"golang.org/x/sync/errgroup"
)

func Echoes(first, second net.Listener) error {
	var loops errgroup.Group
	loops.Go(func() error { return echo(first) })
	loops.Go(func() error { return echo(second) })
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
