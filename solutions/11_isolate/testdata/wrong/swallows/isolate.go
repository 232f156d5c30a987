// Panics are recovered, and nobody hears of them.
//
//workbook:caught-by TestReported
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
	defer func() {
		_ = recover()
		conn.Close()
	}()
	handle(conn)
}
