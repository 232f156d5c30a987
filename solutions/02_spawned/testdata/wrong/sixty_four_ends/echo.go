// Package spawned counts what went wrong as long as Echo runs. After that there is room for
// the ends of sixty-four clients.
//
//workbook:caught-by TestClientsOutliveListener
package spawned

import (
	"errors"
	"fmt"
	"io"
	"net"
)

// Echo serves the clients of ln, each on a goroutine of its own.
func Echo(ln net.Listener) error {
	ended := make(chan error, 64)
	quit := make(chan struct{})
	stopped := make(chan struct{})
	go func() { // counts what went wrong
		defer close(stopped)
		failures := 0
		for {
			select {
			case err := <-ended:
				if err != nil {
					failures++
				}
			case <-quit:
				return
			}
		}
	}()
	defer func() { close(quit); <-stopped }()

	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("echo: %w", err)
		}
		go func() { ended <- serve(conn) }()
	}
}

func serve(conn net.Conn) error {
	defer conn.Close()
	_, err := io.Copy(conn, conn)
	return err
}
