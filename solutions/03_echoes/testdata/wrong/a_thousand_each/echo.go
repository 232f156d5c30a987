// Package echoes serves 1024 clients of each listener at the same time, which
// is surely enough.
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
	var err1, err2 error
	var wg sync.WaitGroup
	wg.Go(func() { err1 = accept(first) })
	wg.Go(func() { err2 = accept(second) })
	wg.Wait()
	return errors.Join(err1, err2)
}

func accept(ln net.Listener) error {
	slots := make(chan struct{}, 1024)
	for {
		slots <- struct{}{}
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer func() { <-slots }()
			serve(conn)
		}()
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
