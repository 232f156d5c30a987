// When Accept fails, the connections that are still there are closed.
//
//workbook:caught-by TestClientsOutliveListener
package isolate

import (
	"errors"
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
	var mu sync.Mutex
	open := map[net.Conn]bool{}
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			mu.Lock()
			defer mu.Unlock()
			for conn := range open {
				conn.Close()
			}
			return err
		}
		mu.Lock()
		open[conn] = true
		mu.Unlock()
		go func() {
			defer func() {
				mu.Lock()
				delete(open, conn)
				mu.Unlock()
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
