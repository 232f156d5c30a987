// Package spawned closes its listener when nobody has come for an hour.
//
//workbook:caught-by TestListenerClosed
package spawned

import (
	"io"
	"net"
	"time"
)

func Echo(ln net.Listener) error {
	idle := time.AfterFunc(time.Hour, func() { ln.Close() })
	defer idle.Stop()
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		idle.Reset(time.Hour)
		go func() {
			defer conn.Close()
			io.Copy(conn, conn)
		}()
	}
}
