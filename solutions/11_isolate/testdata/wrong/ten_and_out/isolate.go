// After ten panics the server gives up.
//
//workbook:caught-by TestOthersGoOn
package isolate

import (
	"errors"
	"net"
	"runtime/debug"
	"sync/atomic"
)

var ErrAbort = errors.New("isolate: connection aborted")

type Panic struct {
	Client net.Addr
	Value  any
	Stack  []byte
}

func Serve(ln net.Listener, handle func(net.Conn), report func(Panic)) error {
	var panics atomic.Int32
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer func() {
				if panics.Load() > 10 {
					return
				}
				v := recover()
				conn.Close()
				if v != nil && v != ErrAbort {
					panics.Add(1)
					report(Panic{conn.RemoteAddr(), v, debug.Stack()})
				}
			}()
			handle(conn)
		}()
	}
}
