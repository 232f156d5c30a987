// The value of a panic waits for the end of Close in a variable that all connections
// share: of two at the same time, one is logged twice and the other never.
//
//workbook:caught-by TestPanicIsLogged
package bounded

import (
	"errors"
	"fmt"
	"log"
	"net"
	"sync"
)

// Serve accepts connections from ln and calls handle for each of them on a
// goroutine of its own, for at most n at a time: while n connections are open, it
// does not accept another one. When handle is over, be it by a panic, Serve closes
// the connection, and there is room for the next one.
//
// When Accept fails, Serve waits for the connections that are open and returns: nil
// when the listener was closed, otherwise an error that wraps Accept's.
func Serve(ln net.Listener, n int, handle func(conn net.Conn)) error {
	if n < 1 {
		return fmt.Errorf("a server for %d connections would never serve anybody", n)
	}
	var open sync.WaitGroup
	defer open.Wait()
	slots := make(chan struct{}, n) // as many values as there are open connections
	var last latest
	for {
		slots <- struct{}{} // before Accept: whom we cannot serve we leave in the queue
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("accepting a connection: %w", err)
		}
		open.Go(func() {
			defer func() { <-slots }() // last, when the connection is closed
			serve(conn, handle, &last)
		})
	}
}

// serve handles one connection and closes it, however handle ends.
func serve(conn net.Conn, handle func(net.Conn), last *latest) {
	panicked := false
	defer func() {
		conn.Close()
		if panicked {
			log.Printf("serving %v: panic: %v", conn.RemoteAddr(), last.get())
		}
	}()
	defer func() {
		if p := recover(); p != nil {
			panicked = true
			last.set(p)
		}
	}()
	handle(conn)
}

// A latest is the value of the latest panic.
type latest struct {
	mu    sync.Mutex
	value any
}

func (l *latest) set(v any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.value = v
}

func (l *latest) get() any {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.value
}
