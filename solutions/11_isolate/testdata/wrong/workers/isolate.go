// A goroutine whose connection is done takes the next one: that saves a goroutine each.
//
//workbook:caught-by TestOwnGoroutine
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
	idle := make(chan net.Conn)
	defer close(idle)
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		select {
		case idle <- conn:
		default:
			go work(conn, idle, handle, report)
		}
	}
}

// work serves one connection after the other, as long as there is one.
func work(conn net.Conn, idle <-chan net.Conn, handle func(net.Conn), report func(Panic)) {
	for ok := true; ok; conn, ok = <-idle {
		serve(conn, handle, report)
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
	handle(conn)
}
