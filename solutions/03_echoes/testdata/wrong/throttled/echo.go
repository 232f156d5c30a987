// Package echoes accepts a hundred clients a second of each listener and no
// more.
//
//workbook:caught-by TestBothListeners
package echoes

import (
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

func Echoes(first, second net.Listener) error {
	var err1, err2 error
	var wg sync.WaitGroup
	wg.Go(func() { err1 = accept(first) })
	wg.Go(func() { err2 = accept(second) })
	wg.Wait()
	return errors.Join(err1, err2)
}

func accept(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go serve(conn)
		time.Sleep(10 * time.Millisecond)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
