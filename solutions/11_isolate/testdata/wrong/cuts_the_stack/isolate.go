// The report has the first kilobyte of the stack.
//
//workbook:caught-by TestReportShowsThePlace
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
		v := recover()
		conn.Close()
		if v != nil && v != ErrAbort {
			stack := debug.Stack()
			report(Panic{conn.RemoteAddr(), v, stack[:min(len(stack), 1024)]})
		}
	}()
	handle(conn)
}
