// Slots of golang.org/x/sync/semaphore, and an Add and a Done by hand. It could
// weigh connections and stop waiting when a context is over; for slots that are
// all alike a channel does the same without a module.
package bounded

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"

	"golang.org/x/sync/semaphore"
)

func Serve(ln net.Listener, n int, handle func(net.Conn)) error {
	if n <= 0 {
		return fmt.Errorf("no room for anybody: %d", n)
	}
	slots := semaphore.NewWeighted(int64(n))
	var wg sync.WaitGroup
	for {
		slots.Acquire(context.Background(), 1)
		conn, err := ln.Accept()
		if err != nil {
			wg.Wait()
			if errors.Is(err, net.ErrClosed) {
				err = nil
			}
			return err
		}
		wg.Add(1)
		go func() {
			defer func() {
				defer wg.Done()
				defer slots.Release(1)
				defer conn.Close()
				if p := recover(); p != nil {
					slog.Error("a handler panicked", "value", p)
				}
			}()
			handle(conn)
		}()
	}
}
