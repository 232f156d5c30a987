// A panic is noted under a lock, and taken from there under the lock again. Of two at
// the same time, one is reported twice and the other never.
//
//workbook:caught-by schedules
package isolate

import (
	"errors"
	"fmt"
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
	mu     sync.Mutex
	last   Panic
}

func Serve(ln net.Listener, handle func(net.Conn), report func(Panic)) error {
	s := &server{handle: handle}
	for {
		conn, err := ln.Accept()
		if err != nil {
			return fmt.Errorf("accepting a client: %w", err)
		}
		go func() {
			if s.serve(conn) {
				report(s.panic())
			}
		}()
	}
}

// serve handles a connection, and says whether there is a panic to report.
func (s *server) serve(conn net.Conn) (panicked bool) {
	defer func() {
		v := recover()
		conn.Close()
		if v != nil && v != ErrAbort {
			s.note(Panic{conn.RemoteAddr(), v, debug.Stack()})
			panicked = true
		}
	}()
	s.handle(conn)
	return false
}

func (s *server) note(p Panic) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = p
}

func (s *server) panic() Panic {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last
}
