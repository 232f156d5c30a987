// Package echoes has one buffer for all the clients of a listener: what one
// says, another one gets.
//
//workbook:caught-by TestSilentClient
package echoes

import (
	"errors"
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
	buf := make([]byte, 4096)
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go serve(conn, buf)
	}
}

func serve(conn net.Conn, buf []byte) {
	defer conn.Close()
	for {
		n, err := conn.Read(buf)
		if _, werr := conn.Write(buf[:n]); werr != nil || err != nil {
			return
		}
	}
}
