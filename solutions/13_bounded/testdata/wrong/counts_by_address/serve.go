// The open connections are kept by the text of their remote address, which all clients of
// a Unix socket share: many of them count as one.
//
//workbook:caught-by TestRestWait
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
	open := map[string]net.Conn{}
	below := func(limit int) {
		mu.Lock()
		defer mu.Unlock()
		for len(open) >= limit {
			changed.Wait()
		}
	}
	defer below(1)
	for {
		below(n)
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("accept: %w", err)
		}
		id := conn.RemoteAddr().String()
		mu.Lock()
		open[id] = conn
		mu.Unlock()
		go func() {
			defer func() {
				if v := recover(); v != nil {
					log.Printf("panic: %v", v)
				}
				conn.Close()
				mu.Lock()
				defer mu.Unlock()
				delete(open, id)
				changed.Broadcast()
			}()
			handle(conn)
		}()
	}
}
