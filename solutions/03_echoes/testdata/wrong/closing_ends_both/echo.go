// Package echoes closes both listeners when one of them ends, closed or failed.
//
//workbook:caught-by TestFirstCloses
//workbook:caught-by TestSecondCloses
//workbook:caught-by TestOneFails
package echoes

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
)

func Echoes(first, second net.Listener) error {
	var err1, err2 error
	var wg sync.WaitGroup
	wg.Go(func() { err1 = echo(first); second.Close() })
	wg.Go(func() { err2 = echo(second); first.Close() })
	wg.Wait()
	return errors.Join(err1, err2)
}

func echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("accept: %w", err)
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
