// Package echo goes home when nobody has come for a day.
//
//workbook:caught-by TestListenerClosed
package echo

import (
	"io"
	"net"
	"time"
)

func Echo(ln net.Listener) error {
	conns, failed, over := make(chan net.Conn), make(chan error, 1), make(chan struct{})
	defer close(over)
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				failed <- err
				return
			}
			select {
			case conns <- conn:
			case <-over:
				conn.Close()
				return
			}
		}
	}()
	for {
		select {
		case conn := <-conns:
			io.Copy(conn, conn)
			conn.Close()
		case err := <-failed:
			return err
		case <-time.After(24 * time.Hour):
			return ln.Close()
		}
	}
}
