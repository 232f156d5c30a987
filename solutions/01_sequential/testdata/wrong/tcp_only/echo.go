// Package echo insists on a *net.TCPConn, though any listener may be given to
// it.
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
	tcp := conn.(*net.TCPConn)
	defer tcp.Close()
	io.Copy(tcp, tcp)
}
