// Package spawned keeps the failures of clients in a channel that nobody empties.
//
//workbook:caught-by TestReset
package spawned

import (
	"errors"
	"fmt"
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	failures := make(chan error, 64)
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("accept: %w", err)
		}
		go func() {
			_, err := io.Copy(conn, conn)
			if cerr := conn.Close(); err == nil {
				err = cerr
			}
			if err != nil {
				failures <- err
			}
		}()
	}
}
