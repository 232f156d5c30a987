// Package echo gives each client a goroutine, and waits for it before it accepts
// the next. A client's panic can be caught on its own goroutine; nothing is any
// faster, as nothing runs at the same time.
package echo

import (
	"errors"
	"io"
	"log"
	"net"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return nil
		case err != nil:
			return errors.Join(errors.New("the listener failed"), err)
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			defer func() {
				if v := recover(); v != nil {
					log.Print("client: ", v)
				}
			}()
			defer conn.Close()
			io.Copy(io.Discard, io.TeeReader(conn, conn))
		}()
		<-done
	}
}
