// How one listener has ended is added to what is known of the other in two steps: when
// both end at the same time, one of the two is forgotten.
//
//workbook:caught-by schedules
package echoes

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
)

func Echoes(first, second net.Listener) error {
	var failed atomic.Pointer[error]
	var serving sync.WaitGroup
	for _, ln := range []net.Listener{first, second} {
		serving.Go(func() {
			if err := serve(ln); err != nil {
				add(&failed, err)
			}
		})
	}
	serving.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
}

func add(failed *atomic.Pointer[error], err error) {
	if before := failed.Load(); before != nil {
		err = errors.Join(*before, err)
	}
	failed.Store(&err)
}

func serve(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return fmt.Errorf("accepting a connection: %w", err)
		}
		go echo(conn)
	}
}

func echo(conn net.Conn) {
	defer conn.Close()
	_, _ = io.Copy(conn, conn)
}
