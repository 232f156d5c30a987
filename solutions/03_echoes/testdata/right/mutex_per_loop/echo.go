// Package echoes waits for its loops with locks that they hold.
package echoes

import (
	"errors"
	"io"
	"net"
	"sync"
)

func Echoes(first, second net.Listener) error {
	var running [2]sync.Mutex
	var errs [2]error
	for i, ln := range []net.Listener{first, second} {
		running[i].Lock()
		go func() {
			defer running[i].Unlock()
			errs[i] = accept(ln)
		}()
	}
	for i := range running {
		running[i].Lock()
	}
	return errors.Join(errs[0], errs[1])
}

func accept(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
