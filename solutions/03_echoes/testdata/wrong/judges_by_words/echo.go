// Package echoes knows a closed listener by the words of the error.
//
//workbook:caught-by TestOneFails
package echoes

import (
	"errors"
	"io"
	"net"
	"strings"
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
		if err != nil && strings.Contains(err.Error(), "use of closed network connection") {
			return nil
		}
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
