// Package echoes wraps the second error, and puts the first into words.
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
	wg.Go(func() { err1 = accept(first) })
	wg.Go(func() { err2 = accept(second) })
	wg.Wait()
	switch {
	case errors.Is(err1, net.ErrClosed):
		return err2
	case errors.Is(err2, net.ErrClosed):
		return fmt.Errorf("first: %v", err1)
	}
	return fmt.Errorf("first: %v; second: %w", err1, err2)
}

func accept(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
