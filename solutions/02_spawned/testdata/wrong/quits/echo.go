// Package spawned takes the word quit for a command.
//
//workbook:caught-by TestEchoesBytes
package spawned

import (
	"net"
	"strings"
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
	buf := make([]byte, 4096)
	for {
		n, err := conn.Read(buf)
		if strings.TrimSpace(string(buf[:n])) == "quit" {
			return
		}
		if _, werr := conn.Write(buf[:n]); werr != nil || err != nil {
			return
		}
	}
}
