// What did not return is reported: runtime.Goexit, too.
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
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go serve(conn, handle, report)
	}
}

func serve(conn net.Conn, handle func(net.Conn), report func(Panic)) {
	returned := false
	defer func() {
		v := recover()
		conn.Close()
		if !returned && v != ErrAbort {
			report(Panic{conn.RemoteAddr(), v, debug.Stack()})
		}
	}()
	handle(conn)
	returned = true
}
