// A panic closes the listener, as the program is in an unknown state.
//
//workbook:caught-by TestPanicEndsConnection
//workbook:caught-by TestOthersGoOn
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
		go func() {
			defer func() {
				v := recover()
				conn.Close()
				if v != nil && v != ErrAbort {
					report(Panic{conn.RemoteAddr(), v, debug.Stack()})
					ln.Close()
				}
			}()
			handle(conn)
		}()
	}
}
