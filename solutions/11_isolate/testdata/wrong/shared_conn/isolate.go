// One variable for all connections: the deferred function closes whichever came
// last.
//
//workbook:caught-by TestServes
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
	var conn net.Conn
	var err error
	for {
		if conn, err = ln.Accept(); err != nil {
			return err
		}
		go func() {
			defer func() {
				v := recover()
				conn.Close()
				if v != nil && v != ErrAbort {
					report(Panic{conn.RemoteAddr(), v, debug.Stack()})
				}
			}()
			handle(conn)
		}()
	}
}
