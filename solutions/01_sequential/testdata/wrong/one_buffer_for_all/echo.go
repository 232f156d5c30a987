// Package sequential reads into a buffer of the package, which another Echo reads into, too.
//
//workbook:caught-by TestOneAtATime
package echo

import (
	"errors"
	"fmt"
	"net"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			return fmt.Errorf("accept: %w", err)
		}
		serve(conn)
	}
}

var buf = make([]byte, 32*1024)

func serve(conn net.Conn) {
	defer conn.Close()
	for {
		n, err := conn.Read(buf)
		if n > 0 {
			if _, werr := conn.Write(buf[:n]); werr != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
