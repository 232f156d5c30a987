// Package echoes serves fifty TCP clients of each listener at the same time,
// and lets the others wait.
//
//workbook:caught-by TestTwoPorts
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
	slots := make(chan struct{}, 50)
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		if _, ok := conn.(*net.TCPConn); ok {
			slots <- struct{}{}
			go func() {
				defer func() { <-slots }()
				serve(conn)
			}()
			continue
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
