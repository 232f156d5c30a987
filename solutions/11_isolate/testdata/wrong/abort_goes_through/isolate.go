// Only the other panics are recovered; one with ErrAbort is raised again.
//
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
		if v == ErrAbort {
			panic(v)
		}
		if v != nil {
			report(Panic{conn.RemoteAddr(), v, debug.Stack()})
		}
	}()
	handle(conn)
}
