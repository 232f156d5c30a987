// Package echoes reads lines, and so waits for a newline.
//
//workbook:caught-by TestBothListeners
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
	r := bufio.NewReader(conn)
	for {
		line, err := r.ReadBytes('\n')
		if _, err := conn.Write(line); err != nil {
			return
		}
		if err != nil {
			return
		}
	}
}
