// All stacks are kept in one buffer, which saves memory.
//
//workbook:caught-by TestReportShowsThePlace
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
		go serve(conn, handle, report)
	}
}

var (
	mu     sync.Mutex
	buffer [64 << 10]byte
)

func keep(stack []byte) []byte {
	mu.Lock()
	defer mu.Unlock()
	return buffer[:copy(buffer[:], stack)]
}

func serve(conn net.Conn, handle func(net.Conn), report func(Panic)) {
	defer func() {
		v := recover()
		conn.Close()
		if v != nil && v != ErrAbort {
			report(Panic{Client: conn.RemoteAddr(), Value: v, Stack: keep(debug.Stack())})
		}
	}()
	handle(conn)
}
