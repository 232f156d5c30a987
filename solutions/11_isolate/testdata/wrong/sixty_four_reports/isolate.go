// At most 64 reports are under way at a time.
//
//workbook:caught-by TestSlowReport
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

// Serve accepts connections.
func Serve(ln net.Listener, handle func(net.Conn), report func(Panic)) error {
	reports := make(chan struct{}, 64) // at a time
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
					reports <- struct{}{}
					defer func() { <-reports }()
					report(Panic{conn.RemoteAddr(), v, debug.Stack()})
				}
			}()
			handle(conn)
		}()
	}
}
