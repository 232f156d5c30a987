// Package echoes says an error once that both listeners failed with. It compares the two
// by ==, which panics where their type cannot be compared.
//
//workbook:caught-by TestBothFail
package echoes

import (
	"errors"
	"io"
	"net"
)

func Echoes(first, second net.Listener) error {
	other := make(chan error, 1)
	go func() { other <- loop(second) }()
	a := loop(first)
	b := <-other
	if a == b {
		return a
	}
	return errors.Join(a, b)
}

func loop(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return err
		}
		go func() {
			defer conn.Close()
			io.Copy(conn, conn)
		}()
	}
}
