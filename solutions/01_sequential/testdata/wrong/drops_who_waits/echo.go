// Package echo accepts ahead, and closes the connections of those who wait
// when Accept fails.
//
//workbook:caught-by TestEndsAfterClients
package echo

import (
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	conns := make(chan net.Conn, 100)
	failed := make(chan error, 1)
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				failed <- err
				return
			}
			conns <- conn
		}
	}()
	for {
		select {
		case err := <-failed:
			for {
				select {
				case conn := <-conns:
					conn.Close()
				default:
					return err
				}
			}
		case conn := <-conns:
			io.Copy(conn, conn)
			conn.Close()
			if len(failed) > 0 {
				continue
			}
		}
	}
}
