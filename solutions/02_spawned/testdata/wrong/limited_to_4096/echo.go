// Package spawned has a place for 4096 clients.
//
//workbook:caught-by TestThousandsAtOnce
package spawned

import (
	"errors"
	"fmt"
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	slots := make(chan struct{}, 4096)
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("accept: %w", err)
		}
		go func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			defer conn.Close()
			io.Copy(conn, conn)
		}()
	}
}
