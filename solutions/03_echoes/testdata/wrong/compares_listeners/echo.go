// Package echoes asks with == whether both listeners are one.
//
//workbook:caught-by TestBothListeners
package echoes

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
)

func Echoes(first, second net.Listener) error {
	if first == second {
		return loop(first)
	}
	var a, b error
	var wg sync.WaitGroup
	wg.Go(func() { a = loop(first) })
	wg.Go(func() { b = loop(second) })
	wg.Wait()
	return errors.Join(a, b)
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
