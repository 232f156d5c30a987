// The connection is closed when the handler ends, and nobody recovers its panic.
//
//workbook:caught-by TestPanicEndsConnection
//workbook:caught-by TestOthersGoOn
//workbook:caught-by TestProcessSurvives
package isolate

import (
	"errors"
	"net"
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

func serve(conn net.Conn, handle func(net.Conn), _ func(Panic)) {
	defer conn.Close()
	handle(conn)
}
