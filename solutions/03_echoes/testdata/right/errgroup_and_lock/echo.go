// Package echoes waits with an errgroup, whose functions return nil and put their
// errors together under a lock. An errgroup keeps the first error only, and here
// both count.
package echoes

import (
	"errors"
	"io"
	"log"
	"net"
	"sync"

	"golang.org/x/sync/errgroup"
)

func Echoes(first, second net.Listener) error {
	var (
		loops errgroup.Group
		mu    sync.Mutex
		all   error
	)
	for _, ln := range []net.Listener{first, second} {
		loops.Go(func() error {
			err := listen(ln)
			mu.Lock()
			defer mu.Unlock()
			all = errors.Join(all, err)
			return nil
		})
	}
	loops.Wait()
	return all
}

func listen(ln net.Listener) error {
	var clients errgroup.Group
	defer clients.Wait()
	for {
		conn, err := ln.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				err = nil
			}
			return err
		}
		clients.Go(func() error {
			defer conn.Close()
			_, err := io.CopyBuffer(conn, conn, make([]byte, 100))
			if err != nil {
				log.Printf("client of %v: %v", ln.Addr(), err)
			}
			return nil
		})
	}
}
