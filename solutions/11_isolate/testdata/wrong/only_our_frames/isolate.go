// Calls of Go's own packages are left out of the stack, as nobody can mend them.
//
//workbook:caught-by TestReportShowsThePlace
package isolate

import (
	"errors"
	"fmt"
	"net"
	"runtime/debug"
	"strings"
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

// ours leaves out the frames of Go itself, which nobody can mend.
func ours(stack []byte) []byte {
	lines := strings.Split(string(stack), "\n")
	var b strings.Builder
	b.WriteString(lines[0] + "\n")
	for i := 1; i+1 < len(lines); i += 2 {
		call, _, _ := strings.Cut(lines[i], "(")
		if first, _, _ := strings.Cut(call, "/"); first == call && strings.Contains(lines[i+1], "/src/") {
			continue
		}
		b.WriteString(lines[i] + "\n" + lines[i+1] + "\n")
	}
	return []byte(b.String())
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
