// recover is called by a helper of the deferred function, where it gives nil.
//
//workbook:caught-by TestPanicEndsConnection
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
		conn.Close()
		catch(conn, report)
	}()
	handle(conn)
}

func catch(conn net.Conn, report func(Panic)) {
	if v := recover(); v != nil && v != ErrAbort {
		report(Panic{conn.RemoteAddr(), v, debug.Stack()})
	}
}
