// Package echo is a type with methods, with an error type of its own.
package echo

import (
	"bufio"
	"fmt"
	"net"
)

type server struct {
	ln     net.Listener
	served int
}

type acceptError struct {
	served int
	err    error
}

func (e *acceptError) Error() string {
	return fmt.Sprintf("accept after %d clients: %v", e.served, e.err)
}
func (e *acceptError) Unwrap() error { return e.err }

func Echo(ln net.Listener) error { return (&server{ln: ln}).run() }

func (s *server) run() error {
	defer s.ln.Close()
	for {
		if err := s.next(); err != nil {
			return err
		}
	}
}

func (s *server) next() error {
	conn, err := s.ln.Accept()
	if err != nil {
		return &acceptError{s.served, err}
	}
	defer conn.Close()
	s.served++
	_, err = bufio.NewReaderSize(conn, 64).WriteTo(conn)
	_ = err // this client's affair
	return nil
}
