// The loop sleeps for a while and looks whether there is a slot.
//
//workbook:caught-by TestAtOnce
package bounded

import (
	"errors"
	"fmt"
	"log"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

func Serve(ln net.Listener, n int, handle func(net.Conn)) error {
	if n < 1 {
		return errors.New("there must be room for somebody")
	}
	var open atomic.Int64
	var wg sync.WaitGroup
	defer wg.Wait()
	for {
		for open.Load() >= int64(n) {
			time.Sleep(10 * time.Millisecond)
		}
		conn, err := ln.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			return fmt.Errorf("accept: %w", err)
		}
		open.Add(1)
		wg.Go(func() {
			defer open.Add(-1)
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
