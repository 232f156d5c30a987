// Package echoes is a TCP server that says everything back, on two listeners.
package echoes

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
)

// Echoes serves the clients of both listeners at the same time, each client on a
// goroutine of its own. Each client gets back every byte that it sends, unchanged
// and as soon as it arrives, until it is done; then its connection is closed.
//
// When one listener ends, closed or failed, the other goes on. Echoes returns when
// both have ended, with an error that wraps every Accept error other than closing,
// or nil; clients that are still connected then are served to their end.
func Echoes(first, second net.Listener) error {
	var firstErr, secondErr error
	var loops sync.WaitGroup
	loops.Go(func() { firstErr = echo(first) })
	loops.Go(func() { secondErr = echo(second) })
	loops.Wait()
	return errors.Join(firstErr, secondErr)
}

// echo serves the clients of one listener, each on a goroutine of its own. When
// Accept fails, it leaves those that are still connected to their goroutines and
// returns: nil when the listener was closed, otherwise an error that wraps Accept's.
func echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("accepting a client on %v: %w", ln.Addr(), err)
		}
		go serve(conn)
	}
}

// serve echoes one client until it is done or its connection fails, and closes
// the connection. A failure concerns nobody but this client, who is gone, so there
// is nobody left to tell.
func serve(conn net.Conn) {
	defer conn.Close()
	_, _ = io.Copy(conn, conn)
}
