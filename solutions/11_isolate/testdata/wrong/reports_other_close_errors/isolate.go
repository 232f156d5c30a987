// What Close says is reported like a panic, unless handle has closed the connection before.
//
//workbook:caught-by TestClosedBeforeReport
package isolate

import (
	"errors"
	"fmt"
	"net"
	"runtime/debug"
)

// ErrAbort is what a handler panics with to end its connection on purpose. Such a
// panic is not reported.
var ErrAbort = errors.New("isolate: connection aborted")

// A Panic is what [Serve] reports of a handler that panicked.
type Panic struct {
	Client net.Addr // the remote address of the connection
	Value  any      // what the handler panicked with
	Stack  []byte   // the stack of the place that panicked
}

// Serve accepts connections from ln and calls handle for each of them, on a
// goroutine of its own, as many as come. However handle ends, by returning, by a
// panic or by runtime.Goexit, its connection is closed then. A panic ends nothing
// else, and is reported unless its value is ErrAbort. Serve calls report on the
// goroutine of the connection, which is closed already; report must not panic.
//
// Serve returns when Accept fails, with an error that wraps Accept's; that is
// net.ErrClosed after the listener was closed. Handlers that are still at work then
// go on to their own end.
func Serve(ln net.Listener, handle func(net.Conn), report func(Panic)) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return fmt.Errorf("accepting a client: %w", err)
		}
		go serve(conn, handle, report)
	}
}

// serve is the boundary around one connection.
func serve(conn net.Conn, handle func(net.Conn), report func(Panic)) {
	defer func() {
		v := recover()
		// The client first: a report may take its time.
		if err := conn.Close(); err != nil && !errors.Is(err, net.ErrClosed) && v == nil {
			v = err
		}
		// Compared by identity, as net/http does with its ErrAbortHandler: only who
		// means to abort can do so.
		if v != nil && v != ErrAbort {
			report(Panic{Client: conn.RemoteAddr(), Value: v, Stack: debug.Stack()})
		}
	}()
	handle(conn)
}
