// A slot is given back by a handler that returns, and never by one that panics.
//
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
	slots := make(chan struct{}, 20)
	for {
		slots <- struct{}{}
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
				}
			}()
			handle(conn)
			<-slots
		}()
	}
}
