// A goroutine whose client has left serves the next one, too, which finds what the first
// handle has left there: a locked thread, for example.
//
//workbook:caught-by TestHandled
package bounded

import (
	"errors"
	"fmt"
	"log"
	"net"
	"sync"
)

type server struct {
	handle func(net.Conn)
	slots  chan struct{}
	next   chan net.Conn
	crew   sync.WaitGroup
}

func Serve(ln net.Listener, n int, handle func(conn net.Conn)) error {
	if n < 1 {
		return errors.New("bounded: nobody fits")
	}
	s := &server{handle: handle, slots: make(chan struct{}, n), next: make(chan net.Conn)}
	defer s.crew.Wait()
	defer close(s.next)
	for {
		s.slots <- struct{}{}
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("bounded: %w", err)
		}
		select {
		case s.next <- conn: // somebody has nothing to do
		default:
			s.crew.Go(func() { s.work(conn) })
		}
	}
}

// work serves a connection, and then those that come.
func (s *server) work(conn net.Conn) {
	s.serve(conn)
	for conn := range s.next {
		s.serve(conn)
	}
}

func (s *server) serve(conn net.Conn) {
	defer func() {
		if p := recover(); p != nil {
			log.Print("bounded: panic: ", p)
		}
		conn.Close()
		<-s.slots
	}()
	s.handle(conn)
}
