// A slot comes back without the lock under which Serve looks for one: Serve has looked,
// does not wait yet, and is never woken.
//
//workbook:caught-by schedules
package bounded

import (
	"errors"
	"fmt"
	"log"
	"net"
	"sync"
	"sync/atomic"
)

type server struct {
	n       int64
	open    atomic.Int64
	mu      sync.Mutex
	changed *sync.Cond
}

func Serve(ln net.Listener, n int, handle func(conn net.Conn)) error {
	if n < 1 {
		return fmt.Errorf("a server for %d connections would never serve anybody", n)
	}
	s := &server{n: int64(n)}
	s.changed = sync.NewCond(&s.mu)
	defer s.atMost(0)
	for {
		s.atMost(s.n - 1)
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("accepting a connection: %w", err)
		}
		s.open.Add(1)
		go s.serve(conn, handle)
	}
}

// atMost waits until no more connections than n are open.
func (s *server) atMost(n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.open.Load() > n {
		s.changed.Wait()
	}
}

func (s *server) serve(conn net.Conn, handle func(net.Conn)) {
	defer s.over()
	defer conn.Close()
	defer func() {
		if p := recover(); p != nil {
			log.Printf("serving %v: panic: %v", conn.RemoteAddr(), p)
		}
	}()
	handle(conn)
}

func (s *server) over() {
	s.open.Add(-1)
	s.changed.Broadcast()
}
