// Package spawned counts its clients in a variable that all goroutines change,
// without a lock.
//
//workbook:caught-by race
package spawned

import (
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	active := 0
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go func() {
			active++
			defer func() { active-- }()
			serve(conn)
		}()
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
