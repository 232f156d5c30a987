// Package echoes closes a listener when nobody has come for an hour.
//
//workbook:caught-by TestBothClose
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
	idle := time.AfterFunc(time.Hour, func() { ln.Close() })
	defer idle.Stop()
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		idle.Reset(time.Hour)
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
