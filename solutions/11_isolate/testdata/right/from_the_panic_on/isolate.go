// The stack begins with the call of panic, and the address is asked for before the handler has the connection.
package isolate

import (
	"bytes"
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
	client := conn.RemoteAddr()
	defer func() {
		v := recover()
		_ = conn.Close()
		if v == nil || v == ErrAbort {
			return
		}
		stack := debug.Stack()
		if i := bytes.Index(stack, []byte("\npanic(")); i >= 0 {
			stack = stack[i+1:]
		}
		report(Panic{client, v, stack})
	}()
	handle(conn)
}
