// A lock that a panic never gives back: the next client waits for ever.
//
//workbook:caught-by TestPanicEndsConnection
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
	handled := map[string]int{}
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer func() {
				v := recover()
				conn.Close()
				if v != nil && v != ErrAbort {
					mu.Lock()
					handled["panicked"]++
					report(Panic{conn.RemoteAddr(), v, debug.Stack()})
				}
			}()
			mu.Lock()
			handled["begun"]++
			mu.Unlock()
			handle(conn)
		}()
	}
}
