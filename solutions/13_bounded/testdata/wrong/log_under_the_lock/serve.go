// A panic is logged under the lock that counts, so that a slow log holds up all other
// ends.
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

// Serve serves n connections at a time.
func Serve(ln net.Listener, n int, handle func(conn net.Conn)) error {
	if n < 1 {
		return errors.New("no room")
	}
	var mu sync.Mutex
	changed := sync.NewCond(&mu)
	open := 0
	end := func(conn net.Conn, v any) {
		conn.Close()
		mu.Lock()
		defer mu.Unlock()
		if v != nil {
			log.Printf("panic: %v", v)
		}
		open--
		changed.Signal()
	}
	for {
		mu.Lock()
		for open >= n {
			changed.Wait()
		}
		mu.Unlock()
		conn, err := ln.Accept()
		if err != nil {
			mu.Lock()
			for open > 0 {
				changed.Wait()
			}
			mu.Unlock()
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			return fmt.Errorf("accept: %w", err)
		}
		mu.Lock()
		open++
		mu.Unlock()
		go func() {
			defer func() { end(conn, recover()) }()
			handle(conn)
		}()
	}
}
