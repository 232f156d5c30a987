// Package echoes copies at most half a megabyte: a long stream is cut.
//
//workbook:caught-by TestEchoesBytes
//workbook:caught-by TestSilentClient
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
	io.CopyN(conn, conn, 512<<10)
}
