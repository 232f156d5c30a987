// Package echoes is a type with methods and a list of errors of its own. It takes
// any number of listeners and callers can look at each error; it is more to read,
// and its lock must not be forgotten.
package echoes

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
)

type server struct {
	wg   sync.WaitGroup
	mu   sync.Mutex
	errs failures
}

type failures []error

func (f failures) Error() string   { return fmt.Sprintf("%d listeners failed: %v", len(f), []error(f)) }
func (f failures) Unwrap() []error { return f }

func Echoes(first, second net.Listener) error {
	var s server
	s.start(first)
	s.start(second)
	s.wg.Wait()
	if len(s.errs) == 0 {
		return nil
	}
	return s.errs
}

func (s *server) start(ln net.Listener) {
	s.wg.Add(1)
	go func() {
		defer s.wg.Done()
		defer ln.Close()
		for {
			conn, err := ln.Accept()
			if err != nil {
				s.ended(err)
				return
			}
			s.wg.Add(1)
			go s.serve(conn)
		}
	}()
}

func (s *server) ended(err error) {
	if errors.Is(err, net.ErrClosed) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.errs = append(s.errs, err)
}

func (s *server) serve(conn net.Conn) {
	defer s.wg.Done()
	defer conn.Close()
	io.Copy(io.Discard, io.TeeReader(conn, conn))
}
