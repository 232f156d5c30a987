// A handler that is still at work after a day is taken for stuck, and its connection is closed.
//
//workbook:caught-by TestNoTimeLimit
package isolate

import (
	"errors"
	"net"
	"runtime/debug"
	"time"
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
		v := recover()
		conn.Close()
		if v != nil && v != ErrAbort {
			report(Panic{Client: conn.RemoteAddr(), Value: v, Stack: debug.Stack()})
		}
	}()
	defer time.AfterFunc(24*time.Hour, func() { conn.Close() }).Stop()
	handle(conn)
}
