// Package echoes waits for the first listener only.
//
//workbook:caught-by TestFirstCloses
//workbook:caught-by TestOneFails
package echoes

import (
	"errors"
	"fmt"
	"io"
	"net"
)

func Echoes(first, second net.Listener) error {
	go echo(second)
	return echo(first)
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
