// Package echoes shares thirty-two workers between the two listeners.
//
//workbook:caught-by TestThousandsAtOnce
package echoes

import (
	"errors"
	"io"
	"net"
	"sync"
)

func Echoes(first, second net.Listener) error {
	conns := make(chan net.Conn)
	var workers, loops sync.WaitGroup
	for range 32 {
		workers.Go(func() {
			for conn := range conns {
				serve(conn)
			}
		})
	}
	var err1, err2 error
	loops.Go(func() { err1 = accept(first, conns) })
	loops.Go(func() { err2 = accept(second, conns) })
	loops.Wait()
	close(conns)
	workers.Wait()
	return errors.Join(err1, err2)
}

func accept(ln net.Listener, conns chan<- net.Conn) error {
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return err
		}
		conns <- conn
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
