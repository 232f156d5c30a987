// The boundary turns a panic into a value, and what to do with it is written
// below the call. That reads from top to bottom; after runtime.Goexit nothing
// below runs, so that a deferred Close is needed as well.
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
	defer conn.Close() // after runtime.Goexit, nothing below runs
	p := try(conn, handle)
	conn.Close()
	if p != nil {
		report(*p)
	}
}

func try(conn net.Conn, handle func(net.Conn)) (p *Panic) {
	defer func() {
		v := recover()
		if err, ok := v.(error); v == nil || ok && err == ErrAbort {
			return
		}
		p = &Panic{conn.RemoteAddr(), v, debug.Stack()}
	}()
	handle(conn)
	return nil
}
