// Package echoes gives the other listener a minute when one has ended, and
// closes it then.
//
//workbook:caught-by TestFirstCloses
//workbook:caught-by TestSecondCloses
package echoes

import (
	"errors"
	"io"
	"net"
	"time"
)

func Echoes(first, second net.Listener) error {
	errs := make(chan error, 2)
	go func() { errs <- accept(first) }()
	go func() { errs <- accept(second) }()
	err := <-errs
	later := time.AfterFunc(time.Minute, func() {
		first.Close()
		second.Close()
	})
	defer later.Stop()
	return errors.Join(err, <-errs)
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
