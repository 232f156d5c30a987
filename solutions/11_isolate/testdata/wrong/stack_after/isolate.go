// The stack is taken when the deferred function has returned.
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
	defer conn.Close()
	v := try(conn, handle)
	conn.Close()
	if v != nil && v != ErrAbort {
		report(Panic{conn.RemoteAddr(), v, debug.Stack()})
	}
}

func try(conn net.Conn, handle func(net.Conn)) (v any) {
	defer func() { v = recover() }()
	handle(conn)
	return nil
}
