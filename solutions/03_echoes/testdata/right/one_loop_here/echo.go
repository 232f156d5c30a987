// Package echoes runs one loop on the caller's goroutine and the other beside it,
// and joins the errors with two verbs. That is one goroutine fewer, and a third
// listener would not fit in.
package echoes

import (
	"errors"
	"fmt"
	"io"
	"net"
)

func Echoes(first, second net.Listener) error {
	other := make(chan error, 1)
	go func() { other <- echo(second) }()
	err1 := echo(first)
	err2 := <-other
	switch {
	case err1 != nil && err2 != nil:
		return fmt.Errorf("both listeners failed: %w; %w", err1, err2)
	case err1 != nil:
		return fmt.Errorf("the first listener failed: %w", err1)
	case err2 != nil:
		return fmt.Errorf("the second listener failed: %w", err2)
	}
	return nil
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
