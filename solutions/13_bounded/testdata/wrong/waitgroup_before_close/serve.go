// What Serve waits for is deferred last and so runs first: Serve can return while a
// connection is being closed.
//
//workbook:caught-by TestWaitsForTheEnd
package bounded

import (
	"errors"
	"fmt"
	"log"
	"net"
	"sync"
)

func Serve(ln net.Listener, n int, handle func(conn net.Conn)) error {
	if n < 1 {
		return fmt.Errorf("bounded: need room for at least one connection, got %d", n)
	}
	sem := make(chan struct{}, n)
	var wg sync.WaitGroup
	defer wg.Wait()
	for {
		sem <- struct{}{}
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("bounded: accept: %w", err)
		}
		wg.Add(1)
		go func() {
			defer func() { <-sem }()
			defer conn.Close()
			defer func() {
				if p := recover(); p != nil {
					log.Printf("handle panicked: %v", p)
				}
			}()
			defer wg.Done()
			handle(conn)
		}()
	}
}
