// Package echoes takes a buffer that is just full for a part of more, and
// waits for the rest.
//
//workbook:caught-by TestEchoesBytes
package echoes

import (
	"bufio"
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
	w := bufio.NewWriterSize(conn, 64<<10)
	defer w.Flush()
	buf := make([]byte, 32<<10)
	for {
		n, err := conn.Read(buf)
		if _, werr := w.Write(buf[:n]); werr != nil || err != nil {
			return
		}
		if n < len(buf) && w.Flush() != nil {
			return
		}
	}
}
