// Serve returns the first panic as an error.
//
//workbook:caught-by TestOthersGoOn
package isolate

import (
	"errors"
	"fmt"
	"net"
	"runtime/debug"
)

var ErrAbort = errors.New("isolate: connection aborted")

type Panic struct {
	Client net.Addr
	Value  any
	Stack  []byte
}

func Serve(ln net.Listener, handle func(net.Conn), report func(Panic)) error {
	failed := make(chan error, 1)
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				fail(failed, err)
				return
			}
			go func() {
				defer func() {
					v := recover()
					conn.Close()
					if v != nil && v != ErrAbort {
						report(Panic{conn.RemoteAddr(), v, debug.Stack()})
						fail(failed, fmt.Errorf("a handler panicked: %v", v))
					}
				}()
				handle(conn)
			}()
		}
	}()
	return <-failed
}

func fail(failed chan<- error, err error) {
	select {
	case failed <- err:
	default:
	}
}
