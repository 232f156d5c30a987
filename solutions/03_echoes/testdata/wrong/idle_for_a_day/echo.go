// Package echoes hangs up on a client that says nothing for a day.
//
//workbook:caught-by TestEchoesBytes
package echoes

import (
	"errors"
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
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	buf := make([]byte, 4096)
	for {
		conn.SetReadDeadline(time.Now().Add(24 * time.Hour))
		n, err := conn.Read(buf)
		if _, werr := conn.Write(buf[:n]); werr != nil || err != nil {
			return
		}
	}
}
