// Package echoes wakes up each second while a client is silent, finds that
// nothing is wrong, and reads on; and waits for all clients.
package echoes

import (
	"errors"
	"net"
	"os"
	"sync"
	"time"
)

func Echoes(first, second net.Listener) error {
	var clients sync.WaitGroup
	defer clients.Wait()
	results := make(chan error)
	for _, ln := range []net.Listener{first, second} {
		go func() { results <- accept(ln, &clients) }()
	}
	return errors.Join(<-results, <-results)
}

func accept(ln net.Listener, clients *sync.WaitGroup) error {
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return err
		}
		clients.Go(func() { serve(conn) })
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	buf := make([]byte, 8<<10)
	for {
		conn.SetReadDeadline(time.Now().Add(time.Second))
		n, err := conn.Read(buf)
		if _, werr := conn.Write(buf[:n]); werr != nil {
			return
		}
		if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
			return
		}
	}
}
