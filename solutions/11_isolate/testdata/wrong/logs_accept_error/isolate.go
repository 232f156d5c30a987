// An error of Accept that is no end of the listener is logged as well as returned.
//
//workbook:caught-by TestAcceptEnds
package isolate

import (
	"errors"
	"fmt"
	"log"
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
			if !errors.Is(err, net.ErrClosed) {
				log.Printf("accepting a client: %v", err)
			}
			return fmt.Errorf("accepting a client: %w", err)
		}
		go serve(conn, handle, report)
	}
}

// serve is the boundary around one connection.
func serve(conn net.Conn, handle func(net.Conn), report func(Panic)) {
	defer func() {
		v := recover()
		conn.Close() // the client first: a report may take its time
		// Compared by identity, as net/http does with its ErrAbortHandler: only who
		// means to abort can do so.
		if v != nil && v != ErrAbort {
			report(Panic{Client: conn.RemoteAddr(), Value: v, Stack: debug.Stack()})
		}
	}()
	handle(conn)
}
