// Package echoes copies again when a Read or a Write has timed out.
//
//workbook:caught-by TestRudeClients
package echoes

import (
	"errors"
	"io"
	"net"
	"sync"
)

func Echoes(first, second net.Listener) error {
	var errs [2]error
	var loops sync.WaitGroup
	loops.Go(func() { errs[0] = loop(first) })
	loops.Go(func() { errs[1] = loop(second) })
	loops.Wait()
	return errors.Join(errs[:]...)
}

func loop(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			return err
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	for {
		_, err := io.Copy(conn, conn)
		if timeout := net.Error(nil); !errors.As(err, &timeout) || !timeout.Timeout() {
			return
		}
	}
}
