// ErrAbort is declared and never made.
//
//workbook:caught-by TestAborted TestReportsAnyValue
package isolate

import (
	"net"
	"runtime/debug"
)

var ErrAbort error

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
		if v != nil && v != ErrAbort {
			report(Panic{conn.RemoteAddr(), v, debug.Stack()})
		}
	}()
	handle(conn)
}
