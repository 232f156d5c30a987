// Package echoes lets both loops append to one slice without a lock.
//
//workbook:caught-by race
package echoes

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
)

func Echoes(first, second net.Listener) error {
	var errs []error
	var wg sync.WaitGroup
	for _, ln := range []net.Listener{first, second} {
		wg.Go(func() {
			err := echo(ln)
			errs = append(errs, err)
		})
	}
	wg.Wait()
	return errors.Join(errs...)
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
