// Package echo writes through a bufio.Writer and flushes at the end only.
//
//workbook:caught-by TestEchoesBytes
package echo

import (
	"bufio"
	"errors"
	"fmt"
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
	w := bufio.NewWriter(conn)
	defer w.Flush()
	buf := make([]byte, 4096)
	for {
		n, err := conn.Read(buf)
		if _, werr := w.Write(buf[:n]); werr != nil {
			return
		}
		if err != nil {
			return
		}
	}
}
