// net.ErrClosed is looked for with ==, and a real listener wraps it.
//
//workbook:caught-by TestListenerClosed
//workbook:caught-by TestStopsWhenClosed
package bounded

import (
	"errors"
	"fmt"
	"log"
	"net"
	"sync"
)

func Serve(ln net.Listener, n int, handle func(net.Conn)) error {
	if n < 1 {
		return errors.New("there must be room for somebody")
	}
	slots := make(chan struct{}, n)
	var wg sync.WaitGroup
	defer wg.Wait()
	for {
		slots <- struct{}{}
		conn, err := ln.Accept()
		if err != nil {
			if err == net.ErrClosed {
				return nil
			}
			return fmt.Errorf("accept: %w", err)
		}
		wg.Go(func() {
			defer func() { <-slots }()
			defer conn.Close()
			defer func() {
				if p := recover(); p != nil {
					log.Println("panic:", p)
				}
			}()
			handle(conn)
		})
	}
}
