// Package spawned lets sixty-four goroutines write at the same time.
//
//workbook:caught-by TestSlowReader
package spawned

import (
	"net"
)

var writers = make(chan struct{}, 64)

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
	buf := make([]byte, 4096)
	for {
		n, err := conn.Read(buf)
		writers <- struct{}{}
		_, werr := conn.Write(buf[:n])
		<-writers
		if werr != nil || err != nil {
			return
		}
	}
}
