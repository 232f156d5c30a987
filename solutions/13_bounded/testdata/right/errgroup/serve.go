// The limit of an errgroup: Go waits for room, and accepting is part of the work.
// Limit, waiting and error are one thing; the loop has to be told whether it may
// go on, which takes a channel.
package bounded

import (
	"errors"
	"fmt"
	"log"
	"net"

	"golang.org/x/sync/errgroup"
)

func Serve(ln net.Listener, n int, handle func(net.Conn)) error {
	if n < 1 {
		return errors.New("n < 1")
	}
	var g errgroup.Group
	g.SetLimit(n)
	for accepted := make(chan bool); ; {
		g.Go(func() error {
			conn, err := ln.Accept()
			accepted <- err == nil
			if err != nil {
				return fmt.Errorf("accept: %w", err)
			}
			defer conn.Close()
			defer func() {
				if p := recover(); p != nil {
					log.Printf("%T: %v", p, p)
				}
			}()
			handle(conn)
			return nil
		})
		if !<-accepted {
			break
		}
	}
	if err := g.Wait(); !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}
