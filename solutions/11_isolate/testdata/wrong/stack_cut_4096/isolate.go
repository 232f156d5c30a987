// The stack goes through a buffer of 4 KiB.
//
//workbook:caught-by TestReportShowsThePlace
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

func firstBytes(stack []byte) []byte {
	buf := make([]byte, 4096)
	return buf[:copy(buf, stack)]
}

func serve(conn net.Conn, handle func(net.Conn), report func(Panic)) {
	defer func() {
		v := recover()
		conn.Close()
		if v != nil && v != ErrAbort {
			report(Panic{Client: conn.RemoteAddr(), Value: v, Stack: firstBytes(debug.Stack())})
		}
	}()
	handle(conn)
}
