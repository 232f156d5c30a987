// Package echoes puts the errors into words: errors.Is no longer finds them.
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

func Echoes(first, second net.Listener) error {
	var err1, err2 error
	var wg sync.WaitGroup
	wg.Go(func() { err1 = echo(first) })
	wg.Go(func() { err2 = echo(second) })
	wg.Wait()
	if err1 == nil && err2 == nil {
		return nil
	}
	return fmt.Errorf("first: %v, second: %v", err1, err2)
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
