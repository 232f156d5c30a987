// Package echo waits for the end of what the client sends before it answers.
//
//workbook:caught-by TestEchoesBytes
package echo

import (
	"errors"
	"fmt"
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("accept: %w", err)
		}
		serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	all, err := io.ReadAll(conn)
	if err != nil {
		return
	}
	conn.Write(all)
}
