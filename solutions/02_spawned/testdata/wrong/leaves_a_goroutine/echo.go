// Package spawned starts a goroutine for each client that would cancel it, and
// is never told to end.
//
//workbook:caught-by TestEchoesBytes
package spawned

import (
	"context"
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	ctx := context.WithoutCancel(context.Background())
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go func() {
			<-ctx.Done()
			conn.Close()
		}()
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
