// The stack begins at the last line with panic, which belongs to an earlier panic
// where a deferred call panicked, too.
//
//workbook:caught-by TestReportShowsThePlace
package isolate

import (
	"bytes"
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

// ours gives the stack without what stands above the call of panic.
func ours(stack []byte) []byte {
	if i := bytes.LastIndex(stack, []byte("\npanic(")); i >= 0 {
		return stack[i+1:]
	}
	return stack
}

// Serve accepts connections.
func Serve(ln net.Listener, handle func(net.Conn), report func(Panic)) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			return fmt.Errorf("accept: %w", err)
		}
		go func() {
			defer func() {
				v := recover()
				conn.Close()
				if v != nil && v != ErrAbort {
					report(Panic{conn.RemoteAddr(), v, ours(debug.Stack())})
				}
			}()
			handle(conn)
		}()
	}
}
