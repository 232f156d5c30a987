// Package spawned serves a hundred TCP clients at the same time, and lets the
// others wait.
//
//workbook:caught-by TestHundredsOverTCP
package spawned

import (
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	slots := make(chan struct{}, 100)
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		if _, ok := conn.(*net.TCPConn); ok {
			slots <- struct{}{}
			go func() {
				defer func() { <-slots }()
				serve(conn)
			}()
			continue
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
