// Once Accept has failed, panics are not logged any more.
//
//workbook:caught-by TestPanicIsLogged
package bounded

import (
	"errors"
	"fmt"
	"log"
	"net"
	"sync"
	"sync/atomic"
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
	var over atomic.Bool
	for {
		slots <- struct{}{} // before Accept: whom we cannot serve we leave in the queue
		conn, err := ln.Accept()
		over.Store(err != nil)
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("accepting a connection: %w", err)
		}
		open.Go(func() {
			defer func() { <-slots }() // last, when the connection is closed
			serve(conn, handle, &over)
		})
	}
}

// serve handles one connection and closes it, however handle ends.
func serve(conn net.Conn, handle func(net.Conn), over *atomic.Bool) {
	defer conn.Close()
	defer func() {
		if p := recover(); p != nil && !over.Load() {
			log.Printf("serving %v: panic: %v", conn.RemoteAddr(), p)
		}
	}()
	handle(conn)
}
