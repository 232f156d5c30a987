// Each goroutine accepts, starts the one that accepts next, and serves: the first client is served by the goroutine of Serve.
//
//workbook:caught-by TestGoexit
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
	conn, err := ln.Accept()
	if err != nil {
		return err
	}
	next := make(chan error, 1)
	go func() { next <- Serve(ln, handle, report) }()
	serve(conn, handle, report)
	return <-next
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
