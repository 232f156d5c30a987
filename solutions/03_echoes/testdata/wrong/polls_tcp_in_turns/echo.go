// Package echoes has one loop for two TCP listeners, which looks at each of
// them for a moment and ends with the one that ends first.
//
//workbook:caught-by TestServesOnOverTCP
package echoes

import (
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

func Echoes(first, second net.Listener) error {
	a, ok1 := first.(*net.TCPListener)
	b, ok2 := second.(*net.TCPListener)
	if ok1 && ok2 {
		return pollBoth(a, b)
	}
	var err1, err2 error
	var wg sync.WaitGroup
	wg.Go(func() { err1 = echo(first) })
	wg.Go(func() { err2 = echo(second) })
	wg.Wait()
	return errors.Join(err1, err2)
}

func pollBoth(listeners ...*net.TCPListener) error {
	for {
		for _, ln := range listeners {
			ln.SetDeadline(time.Now().Add(time.Millisecond))
			conn, err := ln.Accept()
			var timeout net.Error
			switch {
			case err == nil:
				go serve(conn)
			case errors.As(err, &timeout) && timeout.Timeout():
				continue
			default:
				return err
			}
		}
	}
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
	io.Copy(conn, conn)
}
