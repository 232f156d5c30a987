// Package spawned accepts a hundred clients a second and no more.
//
//workbook:caught-by TestEchoesBytes
package spawned

import (
	"io"
	"net"
	"time"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer conn.Close()
			io.Copy(conn, conn)
		}()
		time.Sleep(10 * time.Millisecond)
	}
}
