// A panic closes every connection, so that all start anew.
//
//workbook:caught-by TestOthersGoOn
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
		if err != nil {
			return err
		}
		mu.Lock()
		open[conn] = true
		mu.Unlock()
		go func() {
			defer func() {
				v := recover()
				mu.Lock()
				defer mu.Unlock()
				conn.Close()
				delete(open, conn)
				if v == nil || v == ErrAbort {
					return
				}
				for other := range open {
					other.Close()
				}
				clear(open)
				report(Panic{conn.RemoteAddr(), v, debug.Stack()})
			}()
			handle(conn)
		}()
	}
}
