// handle gets a connection that may be closed twice, and not the one that Accept gave.
//
//workbook:caught-by TestOwnGoroutine
//workbook:caught-by TestProcessSurvives
package isolate

import (
	"errors"
	"net"
	"runtime/debug"
	"sync"
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
		go serve(&once{Conn: conn}, handle, report)
	}
}

// A once can be closed twice.
type once struct {
	net.Conn
	once sync.Once
}

func (o *once) Close() (err error) {
	o.once.Do(func() { err = o.Conn.Close() })
	return err
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
