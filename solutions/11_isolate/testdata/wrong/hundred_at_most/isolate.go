// A hundred handlers at most.
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

func Serve(ln net.Listener, handle func(net.Conn), report func(Panic)) error {
	slots := make(chan struct{}, 100)
	for {
		slots <- struct{}{}
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer func() { <-slots }()
			defer func() {
				v := recover()
				conn.Close()
				if v != nil && v != ErrAbort {
					report(Panic{conn.RemoteAddr(), v, debug.Stack()})
				}
			}()
			handle(conn)
		}()
	}
}
