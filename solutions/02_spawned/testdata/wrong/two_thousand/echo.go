// Package spawned serves 2048 clients at the same time, which is surely
// enough.
//
//workbook:caught-by TestThousandsAtOnce
package spawned

import (
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	slots := make(chan struct{}, 2048)
	for {
		slots <- struct{}{}
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer func() { <-slots }()
			defer conn.Close()
			io.Copy(conn, conn)
		}()
	}
}
