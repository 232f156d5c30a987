// A set of connections under a lock, as many servers have it, and the listener is
// closed at the end. Whoever knows the connections could close them all; nobody
// does so here, and it is one more thing to keep right.
package isolate

import (
	"errors"
	"fmt"
	"net"
	"runtime/debug"
	"sync"
	"time"
)

var ErrAbort = errors.New("isolate: connection aborted")

type Panic struct {
	Client net.Addr
	Value  any
	Stack  []byte
}

func Serve(ln net.Listener, handle func(net.Conn), report func(Panic)) error {
	defer ln.Close()
	var mu sync.Mutex
	open := map[net.Conn]time.Time{}
	for {
		conn, err := ln.Accept()
		if err != nil {
			return fmt.Errorf("serving %v: %w", ln.Addr(), err)
		}
		mu.Lock()
		open[conn] = time.Now()
		mu.Unlock()
		go func() {
			defer func() {
				mu.Lock()
				defer mu.Unlock()
				delete(open, conn)
			}()
			serve(conn, handle, report)
		}()
	}
}

func serve(conn net.Conn, handle func(net.Conn), report func(Panic)) {
	defer func() {
		v := recover()
		conn.Close()
		if v != nil && v != ErrAbort {
			report(Panic{Client: conn.RemoteAddr(), Value: v, Stack: debug.Stack()})
		}
	}()
	handle(conn)
}
