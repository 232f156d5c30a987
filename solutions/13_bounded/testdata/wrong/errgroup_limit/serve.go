// The limit of the errgroup blocks in Go, after Accept.
//
//workbook:caught-by TestRestWait
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
		return errors.New("there must be room for somebody")
	}
	var wg errgroup.Group
	wg.SetLimit(n)
	defer wg.Wait()
	for {
		conn, err := ln.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			return fmt.Errorf("accept: %w", err)
		}
		wg.Go(func() error {
			defer conn.Close()
			defer func() {
				if p := recover(); p != nil {
					log.Println("panic:", p)
				}
			}()
			handle(conn)
			return nil
		})
	}
}
