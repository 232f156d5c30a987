// Package echoes sends the result of a loop to a channel without a buffer, on
// the goroutine that is to receive it.
//
//workbook:caught-by TestBothListeners
//workbook:caught-by TestBothClose
package echoes

import (
	"errors"
	"fmt"
	"io"
	"net"
)

func Echoes(first, second net.Listener) error {
	results := make(chan error)
	go func() { results <- echo(first) }()
	results <- echo(second)
	return errors.Join(<-results, <-results)
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
