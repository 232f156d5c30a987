// Package echoes accepts from the first, then from the second, then from the
// first: each waits for a client of the other.
//
//workbook:caught-by TestBothListeners
package echoes

import (
	"errors"
	"io"
	"net"
)

func Echoes(first, second net.Listener) error {
	for {
		a, err1 := first.Accept()
		if err1 == nil {
			go serve(a)
		}
		b, err2 := second.Accept()
		if err2 == nil {
			go serve(b)
		}
		if err1 != nil && err2 != nil {
			return errors.Join(err1, err2)
		}
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
