// n workers serve, one after the other. A worker accepts only when it has nothing
// else to do and holds the token. No connection has to be counted; a worker must
// outlive whatever its handler does, runtime.Goexit too.
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
	token  chan error // held by the worker that accepts; it holds why Accept failed
}

func Serve(ln net.Listener, n int, handle func(net.Conn)) error {
	if n < 1 {
		return errors.New("bounded: n must be at least 1")
	}
	s := &server{ln, handle, make(chan error, 1)}
	s.token <- nil
	var workers sync.WaitGroup
	for range n {
		workers.Go(func() {
			for s.next() {
			}
		})
	}
	workers.Wait()
	err := <-s.token
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return fmt.Errorf("bounded: %w", err)
}

// next serves one connection. It is false when there will not be another one.
func (s *server) next() bool {
	if err := <-s.token; err != nil {
		s.token <- err
		return false
	}
	conn, err := s.ln.Accept()
	s.token <- err
	if err != nil {
		return false
	}
	over := make(chan struct{})
	go func() { // runtime.Goexit must not end the worker
		defer close(over)
		defer conn.Close()
		defer func() {
			if p := recover(); p != nil {
				log.Print(p)
			}
		}()
		s.handle(conn)
	}()
	<-over
	return true
}
