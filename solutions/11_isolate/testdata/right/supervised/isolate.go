// Each handler has a second goroutine that looks after it. A runtime.Goexit of
// the handler ends only the handler, and the rest is written in order; that is
// one goroutine more than needed, and right.
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

type outcome struct {
	value any
	stack []byte
}

func serve(conn net.Conn, handle func(net.Conn), report func(Panic)) {
	defer conn.Close()
	over := make(chan outcome, 1)
	go func() {
		defer func() {
			over <- outcome{recover(), debug.Stack()}
		}()
		handle(conn)
	}()
	o := <-over
	conn.Close()
	if o.value != nil && o.value != ErrAbort {
		report(Panic{conn.RemoteAddr(), o.value, o.stack})
	}
}
