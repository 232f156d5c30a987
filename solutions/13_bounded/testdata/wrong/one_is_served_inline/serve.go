// With room for one connection handle runs on the goroutine of Serve, as nobody else
// could be served meanwhile.
//
//workbook:caught-by TestHandled
package bounded

import (
	"errors"
	"fmt"
	"log"
	"net"
	"sync"
)

// Serve serves n connections at a time.
func Serve(ln net.Listener, n int, handle func(conn net.Conn)) error {
	if n < 1 {
		return fmt.Errorf("no room: n is %d", n)
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
			return fmt.Errorf("accept: %w", err)
		}
		serve := func() {
			defer func() { <-slots }()
			defer conn.Close()
			defer func() {
				if v := recover(); v != nil {
					log.Print(v)
				}
			}()
			handle(conn)
		}
		if n == 1 {
			serve() // nobody else could be served meanwhile
		} else {
			open.Go(serve)
		}
	}
}
