// Package echoes counts its loops in a variable of the package, and so waits
// for those of other calls, too.
//
//workbook:caught-by TestBothListeners
package echoes

import (
	"errors"
	"io"
	"net"
	"sync"
)

var loops sync.WaitGroup

func Echoes(first, second net.Listener) error {
	var err1, err2 error
	loops.Go(func() { err1 = accept(first) })
	loops.Go(func() { err2 = accept(second) })
	loops.Wait()
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
