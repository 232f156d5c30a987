// Package echoes lets both loops send their clients to one place, which starts
// the goroutines that serve. One goroutine owns the errors and needs no lock;
// each client takes one step more before it is served.
package echoes

import (
	"bufio"
	"errors"
	"net"
	"sync"
)

type arrival struct {
	conn net.Conn
	err  error
}

func Echoes(listeners0, listeners1 net.Listener) error {
	arrivals := make(chan arrival)
	for _, ln := range []net.Listener{listeners0, listeners1} {
		go func() {
			for {
				conn, err := ln.Accept()
				arrivals <- arrival{conn, err}
				if err != nil {
					return
				}
			}
		}()
	}
	var clients sync.WaitGroup
	var errs []error
	for open := 2; open > 0; {
		a := <-arrivals
		if a.err != nil {
			open--
			if !errors.Is(a.err, net.ErrClosed) {
				errs = append(errs, a.err)
			}
			continue
		}
		clients.Go(func() {
			defer a.conn.Close()
			_, _ = bufio.NewReader(a.conn).WriteTo(a.conn)
		})
	}
	clients.Wait()
	return errors.Join(errs...)
}
