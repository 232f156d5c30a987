// Package echo takes a buffer that is just full for a part of more, and waits
// for the rest.
//
//workbook:caught-by TestLargePayload
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
	w := bufio.NewWriterSize(conn, 64<<10)
	defer w.Flush()
	buf := make([]byte, 32<<10)
	for {
		n, err := conn.Read(buf)
		if _, werr := w.Write(buf[:n]); werr != nil || err != nil {
			return
		}
		if n < len(buf) && w.Flush() != nil {
			return
		}
	}
}
