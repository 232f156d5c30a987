// The loop accepts n clients, waits until all of them have left, and takes the next n.
//
//workbook:caught-by TestRestWait
package bounded

import (
	"errors"
	"fmt"
	"log"
	"net"
	"sync"
)

func Serve(ln net.Listener, n int, handle func(net.Conn)) error {
	if n < 1 {
		return errors.New("there must be room for somebody")
	}
	var wg sync.WaitGroup
	defer wg.Wait()
	for i := 0; ; i++ {
		if i > 0 && i%n == 0 {
			wg.Wait()
		}
		conn, err := ln.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			return fmt.Errorf("accept: %w", err)
		}
		wg.Go(func() {
			defer conn.Close()
			defer func() {
				if p := recover(); p != nil {
					log.Println("panic:", p)
				}
			}()
			handle(conn)
		})
	}
}
