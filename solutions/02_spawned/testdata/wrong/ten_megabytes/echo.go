// Package spawned takes no more than ten megabytes of a client, "to be safe".
//
//workbook:caught-by TestEchoesBytes
package spawned

import (
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
	io.Copy(conn, io.LimitReader(conn, 10<<20))
}
