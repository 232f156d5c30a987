// Package echoes keeps the errors in one variable, under a lock: the second
// overwrites the first.
//
//workbook:caught-by TestBothFail
package echoes

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
)

func Echoes(first, second net.Listener) error {
	var mu sync.Mutex
	var last error
	var wg sync.WaitGroup
	for _, ln := range []net.Listener{first, second} {
		wg.Go(func() {
			if err := echo(ln); err != nil {
				mu.Lock()
				defer mu.Unlock()
				last = err
			}
		})
	}
	wg.Wait()
	return last
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
