// Package echo starts a goroutine that closes the listener "on shutdown", which
// never comes: it waits for ever.
//
//workbook:caught-by TestListenerClosed
//workbook:caught-by TestAcceptFails
package echo

import (
	"errors"
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	shutdown := make(chan struct{})
	go func() {
		<-shutdown
		ln.Close()
	}()
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return err
		}
		io.Copy(conn, conn)
		conn.Close()
	}
}
