// Package echo takes the byte 4, which a terminal sends for Ctrl-D, for the
// end.
//
//workbook:caught-by TestEchoesBytes
package echo

import (
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
	buf := make([]byte, 4096)
	for {
		n, err := conn.Read(buf)
		if n == 1 && buf[0] == 4 {
			return
		}
		if _, werr := conn.Write(buf[:n]); werr != nil || err != nil {
			return
		}
	}
}
