// When Accept fails, the clients that are connected are cut off.
//
//workbook:caught-by TestListenerClosed
//workbook:caught-by TestAcceptFails
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
	var mu sync.Mutex
	open := map[net.Conn]bool{}
	defer func() {
		mu.Lock()
		defer mu.Unlock()
		for conn := range open {
			conn.Close()
		}
	}()
	for {
		slots <- struct{}{}
		conn, err := ln.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			return fmt.Errorf("accept: %w", err)
		}
		mu.Lock()
		open[conn] = true
		mu.Unlock()
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
