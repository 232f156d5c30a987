// Package echo takes the word quit for a command.
//
//workbook:caught-by TestEchoesBytes
package echo

import (
	"errors"
	"fmt"
	"net"
	"strings"
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
	buf := make([]byte, 4096)
	for {
		n, err := conn.Read(buf)
		if strings.TrimSpace(string(buf[:n])) == "quit" {
			return
		}
		if _, werr := conn.Write(buf[:n]); werr != nil || err != nil {
			return
		}
	}
}
