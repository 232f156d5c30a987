// Package echoes keeps the last result, whatever it is: a listener that is
// closed makes the failure of the other one forgotten.
//
//workbook:caught-by TestOneFails
package echoes

import (
	"errors"
	"fmt"
	"io"
	"net"
)

func Echoes(first, second net.Listener) error {
	results := make(chan error, 2)
	go func() { results <- echo(first) }()
	go func() { results <- echo(second) }()
	var last error
	for range 2 {
		last = <-results
	}
	return last
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
