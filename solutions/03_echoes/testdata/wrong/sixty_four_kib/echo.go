// Package echoes reads what fits into its buffer, and then hangs up.
//
//workbook:caught-by TestEchoesBytes
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
	wg.Go(func() { err1 = echo(first) })
	wg.Go(func() { err2 = echo(second) })
	wg.Wait()
	return errors.Join(err1, err2)
}

func echo(ln net.Listener) error {
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
	io.Copy(conn, io.LimitReader(conn, 64*1024))
}
