// Package echo goes on with the next client when one has been served for an
// hour, and leaves the rest to a goroutine.
//
//workbook:caught-by TestOneAtATime
package echo

import (
	"io"
	"net"
	"sync"
	"time"
)

func Echo(ln net.Listener) error {
	var all sync.WaitGroup
	defer all.Wait()
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		done := make(chan struct{})
		all.Go(func() {
			defer close(done)
			defer conn.Close()
			io.Copy(conn, conn)
		})
		select {
		case <-done:
		case <-time.After(time.Hour):
		}
	}
}
