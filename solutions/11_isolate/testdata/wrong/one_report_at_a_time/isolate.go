// A lock keeps reports apart, so that a slow one holds up the next.
//
//workbook:caught-by TestSlowReport
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

var reporting sync.Mutex

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
			reporting.Lock()
			defer reporting.Unlock()
			report(Panic{conn.RemoteAddr(), v, debug.Stack()})
		}
	}()
	handle(conn)
}
