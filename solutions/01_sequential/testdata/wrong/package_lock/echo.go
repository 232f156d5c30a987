// Package echo keeps its turns with a lock of the package: two servers take
// turns, too.
//
//workbook:caught-by TestOneAtATime
package echo

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
)

var turn sync.Mutex

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("accept: %w", err)
		}
		serve(conn)
	}
}

func serve(conn net.Conn) {
	turn.Lock()
	defer turn.Unlock()
	defer conn.Close()
	io.Copy(conn, conn)
}
