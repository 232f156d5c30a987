// Package echoes receives one result from each loop over a channel without a
// buffer. Waiting and handing over are one step; which loop an error is from is
// not known, as they come in the order in which the loops end.
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
	go func() { results <- echo(second) }()
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
