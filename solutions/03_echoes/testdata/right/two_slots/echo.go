// Package echoes gives each loop a slot for its error, and returns both errors
// as they are, closing included.
package echoes

import (
	"errors"
	"net"
	"sync"
)

func Echoes(first, second net.Listener) error {
	var errs [2]error
	var wg sync.WaitGroup
	for i, ln := range []net.Listener{first, second} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			errs[i] = accept(ln)
		}()
	}
	wg.Wait()
	return errors.Join(errs[:]...)
}

func accept(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer conn.Close()
			buf := make([]byte, 2048)
			for {
				n, err := conn.Read(buf)
				if _, werr := conn.Write(buf[:n]); err != nil || werr != nil {
					return
				}
			}
		}()
	}
}
