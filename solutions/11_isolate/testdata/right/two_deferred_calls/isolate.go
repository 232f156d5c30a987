// Two deferred calls, the last one first: Close runs before the report, with the
// stack still there. Each does one thing; the order in which they are written is
// the order that counts.
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
	defer catch(conn.RemoteAddr(), report)
	defer conn.Close()
	handle(conn)
}

func catch(client net.Addr, report func(Panic)) {
	switch v := recover(); v {
	case nil, ErrAbort:
	default:
		report(Panic{Client: client, Value: v, Stack: debug.Stack()})
	}
}
