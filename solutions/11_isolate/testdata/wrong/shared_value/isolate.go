// What was recovered is kept in a package variable.
//
//workbook:caught-by TestHundredsAtOnce
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

var last any

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
		last = recover()
		conn.Close()
		if last != nil && last != ErrAbort {
			report(Panic{conn.RemoteAddr(), last, debug.Stack()})
		}
	}()
	handle(conn)
}
