// Package spawned hangs up on new clients when it has a hundred.
//
//workbook:caught-by TestThousandsAtOnce
package spawned

import (
	"io"
	"net"
	"sync/atomic"
)

func Echo(ln net.Listener) error {
	var active atomic.Int32
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		if active.Add(1) > 100 {
			active.Add(-1)
			conn.Close()
			continue
		}
		go func() {
			defer active.Add(-1)
			serve(conn)
		}()
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
