// The goroutine that has accepted a client serves it, and lets another goroutine do the
// accepting before that. A flag tells a panic with nil from none.
package bounded

import (
	"errors"
	"fmt"
	"log"
	"net"
	"sync"
)

type server struct {
	ln     net.Listener
	handle func(net.Conn)
	slots  chan struct{}
	open   sync.WaitGroup
	end    chan error
}

func Serve(ln net.Listener, n int, handle func(net.Conn)) error {
	if n < 1 {
		return fmt.Errorf("room for %d", n)
	}
	s := &server{ln: ln, handle: handle, slots: make(chan struct{}, n), end: make(chan error, 1)}
	s.next()
	err := <-s.end
	s.open.Wait()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// next lets another goroutine accept, when there is room.
func (s *server) next() {
	s.open.Go(func() {
		s.slots <- struct{}{}
		conn, err := s.ln.Accept()
		if err != nil {
			s.end <- err
			return
		}
		s.next()
		s.serve(conn)
	})
}

func (s *server) serve(conn net.Conn) {
	returned := false
	defer func() {
		if p := recover(); p != nil && !returned {
			log.Println("panicked:", p)
		}
		conn.Close()
		<-s.slots
	}()
	s.handle(conn)
	returned = true
}
