// Package echoes notes errors in a variable of the package, which another call clears.
//
//workbook:caught-by TestOneFails
package echoes

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
)

var (
	mu   sync.Mutex
	errs []error
)

func note(err error) {
	mu.Lock()
	defer mu.Unlock()
	errs = append(errs, err)
}

func Echoes(first, second net.Listener) error {
	mu.Lock()
	errs = nil
	mu.Unlock()
	var wg sync.WaitGroup
	wg.Go(func() { note(loop(first)) })
	wg.Go(func() { note(loop(second)) })
	wg.Wait()
	mu.Lock()
	defer mu.Unlock()
	return errors.Join(errs...)
}

func loop(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			return fmt.Errorf("accept: %w", err)
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
