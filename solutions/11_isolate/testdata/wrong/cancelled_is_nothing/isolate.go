// A handler that panics because it was told to stop has not made a mistake.
//
//workbook:caught-by TestReportsAnyValue
package isolate

import (
	"context"
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
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go serve(conn, handle, report)
	}
}

func serve(conn net.Conn, handle func(net.Conn), report func(Panic)) {
	defer func() {
		v := recover()
		conn.Close()
		if v != nil && v != ErrAbort && v != context.Canceled {
			report(Panic{Client: conn.RemoteAddr(), Value: v, Stack: debug.Stack()})
		}
	}()
	handle(conn)
}
