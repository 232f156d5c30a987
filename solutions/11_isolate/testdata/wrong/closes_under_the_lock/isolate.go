// A connection is closed under the lock that guards the set of them. While one Close takes
// its time, nobody else can come or go.
//
//workbook:caught-by TestOthersGoOn
package isolate

import (
	"errors"
	"net"
	"runtime/debug"
	"sync"
)

var ErrAbort = errors.New("isolate: connection aborted")

type Panic struct {
	Client net.Addr
	Value  any
	Stack  []byte
}

type server struct {
	handle func(net.Conn)
	report func(Panic)

	mu   sync.Mutex
	open map[net.Conn]bool
}

func Serve(ln net.Listener, handle func(net.Conn), report func(Panic)) error {
	s := &server{handle: handle, report: report, open: map[net.Conn]bool{}}
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		s.mu.Lock()
		s.open[conn] = true
		s.mu.Unlock()
		go s.serve(conn)
	}
}

func (s *server) serve(conn net.Conn) {
	defer func() {
		v, stack := recover(), debug.Stack()
		s.end(conn)
		if v == nil || v == any(ErrAbort) {
			return
		}
		s.report(Panic{Value: v, Stack: stack, Client: conn.RemoteAddr()})
	}()
	s.handle(conn)
}

func (s *server) end(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, conn)
	conn.Close()
}
