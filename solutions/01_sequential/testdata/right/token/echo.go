// Package echo serves each client on a goroutine of its own, which gives a
// token back when it is done.
package echo

import (
	"errors"
	"fmt"
	"io"
	"net"
)

func Echo(ln net.Listener) (err error) {
	token := make(chan struct{}, 1)
	for {
		token <- struct{}{}
		var conn net.Conn
		if conn, err = ln.Accept(); err != nil {
			break
		}
		go func(conn net.Conn) {
			defer func() { <-token }()
			defer conn.Close()
			if _, err := io.Copy(struct{ io.Writer }{conn}, struct{ io.Reader }{conn}); err != nil {
				fmt.Println(conn.RemoteAddr(), err)
			}
		}(conn)
	}
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return fmt.Errorf("echo: %w", err)
}
