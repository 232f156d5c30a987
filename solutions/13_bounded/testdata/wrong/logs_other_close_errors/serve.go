// An error of Close is logged, unless the connection is closed already.
//
//workbook:caught-by TestLogsNothingElse
package bounded

import (
	"errors"
	"fmt"
	"log"
	"net"
	"sync"
)

// Serve serves at most n connections at a time.
func Serve(ln net.Listener, n int, handle func(conn net.Conn)) error {
	if n < 1 {
		return fmt.Errorf("bounded: no room with n = %d", n)
	}
	slots := make(chan struct{}, n)
	var open sync.WaitGroup
	for {
		slots <- struct{}{}
		conn, err := ln.Accept()
		if err != nil {
			open.Wait()
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			return fmt.Errorf("bounded: accept: %w", err)
		}
		open.Add(1)
		go func() {
			defer open.Done()
			defer func() { <-slots }()
			defer func() {
				if err := conn.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
					log.Print("bounded: close: ", err)
				}
			}()
			defer func() {
				if p := recover(); p != nil {
					log.Printf("bounded: panic: %v", p)
				}
			}()
			handle(conn)
		}()
	}
}
