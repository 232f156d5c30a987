// When Serve has returned, nobody is left who would want to hear of a panic.
//
//workbook:caught-by TestClientsOutliveListener
package isolate

import (
	"errors"
	"net"
	"runtime/debug"
	"sync/atomic"
)

var ErrAbort = errors.New("isolate: connection aborted")

type Panic struct {
	Client net.Addr
	Value  any
	Stack  []byte
}

func Serve(ln net.Listener, handle func(net.Conn), report func(Panic)) error {
	var over atomic.Bool
	defer over.Store(true)
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go serve(conn, handle, func(p Panic) {
			if !over.Load() {
				report(p)
			}
		})
	}
}

func serve(conn net.Conn, handle func(net.Conn), report func(Panic)) {
	defer func() {
		v := recover()
		conn.Close()
		if v != nil && v != ErrAbort {
			report(Panic{Client: conn.RemoteAddr(), Value: v, Stack: debug.Stack()})
		}
	}()
	handle(conn)
}
