// Serve counts its handlers, and waits for the last of them before it returns.
// The caller knows then that nothing runs any more; a handler that does not end
// keeps Serve from returning.
package isolate

import (
	"errors"
	"fmt"
	"net"
	"runtime/debug"
	"sync"
)

var ErrAbort = errors.New("isolate: connection aborted")

type Panic struct {
	Client net.Addr
	Value  any
	Stack  []byte
}

func Serve(ln net.Listener, handle func(net.Conn), report func(Panic)) error {
	var clients sync.WaitGroup
	defer clients.Wait()
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("accept: %w", err)
		}
		clients.Go(func() {
			defer func() {
				if v := recover(); v != nil && v != ErrAbort {
					stack := debug.Stack()
					conn.Close()
					report(Panic{conn.RemoteAddr(), v, stack})
				}
			}()
			defer conn.Close()
			handle(conn)
		})
	}
}
