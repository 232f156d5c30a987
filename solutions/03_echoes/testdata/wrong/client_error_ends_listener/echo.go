// Package echoes takes a failure of one client for the end of its listener.
//
//workbook:caught-by TestRudeClients
package echoes

import (
	"errors"
	"io"
	"net"
	"sync"

	"golang.org/x/sync/errgroup"
)

func Echoes(first, second net.Listener) error {
	var err1, err2 error
	var wg sync.WaitGroup
	wg.Go(func() { err1 = echo(first) })
	wg.Go(func() { err2 = echo(second) })
	wg.Wait()
	return errors.Join(err1, err2)
}

func echo(ln net.Listener) error {
	var clients errgroup.Group
	failed := make(chan error, 1)
	go func() {
		if err := <-failed; err != nil {
			ln.Close()
		}
	}()
	defer close(failed)
	for {
		conn, err := ln.Accept()
		if err != nil {
			return errors.Join(err, clients.Wait())
		}
		clients.Go(func() error {
			defer conn.Close()
			_, err := io.Copy(conn, conn)
			if err != nil {
				select {
				case failed <- err:
				default:
				}
			}
			return err
		})
	}
}
