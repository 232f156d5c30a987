// The boundary is around the accept loop, on another goroutine than the handlers.
//
//workbook:caught-by TestPanicEndsConnection
//workbook:caught-by TestAborted
//workbook:caught-by TestProcessSurvives
package isolate

import (
	"errors"
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
	defer func() {
		if v := recover(); v != nil && v != ErrAbort {
			report(Panic{ln.Addr(), v, debug.Stack()})
		}
	}()
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer conn.Close()
			handle(conn)
		}()
	}
}
