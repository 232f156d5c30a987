// The stack lies in a buffer that the next report uses again.
//
//workbook:caught-by TestReportShowsThePlace
package isolate

import (
	"errors"
	"fmt"
	"net"
	"runtime"
	"sync"
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

var stacks = sync.Pool{New: func() any {
	buf := make([]byte, 16<<10)
	return &buf
}}

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
					buf := stacks.Get().(*[]byte)
					defer stacks.Put(buf)
					n := runtime.Stack(*buf, false)
					for n == len(*buf) {
						*buf = make([]byte, 2*n)
						n = runtime.Stack(*buf, false)
					}
					report(Panic{conn.RemoteAddr(), v, (*buf)[:n]})
				}
			}()
			handle(conn)
		}()
	}
}
