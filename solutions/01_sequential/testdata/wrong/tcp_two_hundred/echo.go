// Package echo stops after two hundred TCP clients.
//
//workbook:caught-by TestOverTCP
package echo

import (
	"errors"
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	for served := 0; ; {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		io.Copy(conn, conn)
		conn.Close()
		if _, ok := conn.(*net.TCPConn); ok {
			served++
		}
		if served == 200 {
			return errors.New("that is enough for today")
		}
	}
}
