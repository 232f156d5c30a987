// Package echoes lets each of its loops close the same channel when it ends:
// the second panics.
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
	done := make(chan struct{})
	var err1, err2 error
	go func() { defer close(done); err1 = echo(first) }()
	go func() { defer close(done); err2 = echo(second) }()
	<-done
	<-done
	return errors.Join(err1, err2)
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
