// Package spawned copies again when a Read or a Write has timed out.
//
//workbook:caught-by TestReset
package spawned

import (
	"errors"
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	for {
		_, err := io.Copy(conn, conn)
		if timeout := net.Error(nil); !errors.As(err, &timeout) || !timeout.Timeout() {
			return
		}
	}
}
