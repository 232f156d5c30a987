// The accept loop reports, so that a slow report keeps clients out.
//
//workbook:caught-by TestSlowReport
//workbook:caught-by TestClientsOutliveListener
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
	type accepted struct {
		conn net.Conn
		err  error
	}
	conns, panics := make(chan accepted), make(chan Panic)
	go func() {
		for {
			conn, err := ln.Accept()
			conns <- accepted{conn, err}
			if err != nil {
				return
			}
		}
	}()
	for {
		select {
		case a := <-conns:
			if a.err != nil {
				return a.err
			}
			go serve(a.conn, handle, panics)
		case p := <-panics:
			report(p)
		}
	}
}

func serve(conn net.Conn, handle func(net.Conn), panics chan<- Panic) {
	defer func() {
		v := recover()
		conn.Close()
		if v != nil && v != ErrAbort {
			panics <- Panic{conn.RemoteAddr(), v, debug.Stack()}
		}
	}()
	handle(conn)
}
