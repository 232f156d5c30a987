// Package echoes leaves out the second of two errors that have the same words.
//
//workbook:caught-by TestBothFail
package echoes

import (
	"errors"
	"io"
	"net"
	"sync"
)

func Echoes(first, second net.Listener) error {
	var err1, err2 error
	var wg sync.WaitGroup
	wg.Go(func() { err1 = accept(first) })
	wg.Go(func() { err2 = accept(second) })
	wg.Wait()
	if err1 != nil && err2 != nil && err1.Error() == err2.Error() {
		return err1
	}
	return errors.Join(err1, err2)
}

func accept(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
