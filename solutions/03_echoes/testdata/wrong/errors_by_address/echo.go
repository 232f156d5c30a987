// Package echoes keeps the errors by the addresses of their listeners, which may be one.
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

// Echoes serves the clients of both listeners at the same time.
func Echoes(first, second net.Listener) error {
	var mu sync.Mutex
	failed := map[string]error{}
	var loops sync.WaitGroup
	for _, ln := range []net.Listener{first, second} {
		loops.Go(func() {
			if err := accept(ln); err != nil {
				mu.Lock()
				defer mu.Unlock()
				failed[fmt.Sprint(ln.Addr())] = err
			}
		})
	}
	loops.Wait()
	var all []error
	for addr, err := range failed {
		all = append(all, fmt.Errorf("echoes: %s: %w", addr, err))
	}
	return errors.Join(all...)
}

// accept serves the clients of ln; closing is no failure.
func accept(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
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
