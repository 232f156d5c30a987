// The report comes before Close, and the client waits for both.
//
//workbook:caught-by TestSlowReport
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
		defer conn.Close()
		if v := recover(); v != nil && v != ErrAbort {
			report(Panic{conn.RemoteAddr(), v, debug.Stack()})
		}
	}()
	handle(conn)
}
