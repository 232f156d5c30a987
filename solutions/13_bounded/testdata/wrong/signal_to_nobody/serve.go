// Whoever ends tells the loop, if it waits. A loop that has seen that all is full, and does
// not wait yet, hears nothing.
//
//workbook:caught-by schedules
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
	var all sync.WaitGroup
	defer all.Wait()
	open := counter{room: make(chan struct{})}
	for {
		if open.is(n) {
			<-open.room
		}
		conn, err := ln.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			return fmt.Errorf("accept: %w", err)
		}
		open.add(1)
		all.Go(func() {
			defer open.leave()
			serve(conn, handle)
		})
	}
}

func serve(conn net.Conn, handle func(net.Conn)) {
	defer conn.Close()
	defer func() {
		if p := recover(); p != nil {
			log.Println("panic:", p)
		}
	}()
	handle(conn)
}

// A counter counts connections that are open.
type counter struct {
	mu   sync.Mutex
	n    int
	room chan struct{}
}

func (c *counter) is(n int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n == n
}

func (c *counter) add(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n += n
}

func (c *counter) leave() {
	c.add(-1)
	select {
	case c.room <- struct{}{}:
	default: // nobody waits
	}
}
