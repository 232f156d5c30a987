// Package spawned is a type that knows its clients, and logs whatever they do. A
// shutdown or a status page could be built on that; the map needs a lock, and who
// adds a client must be sure to remove it.
package spawned

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"sync"
	"time"
)

type server struct {
	mu      sync.Mutex
	clients map[net.Conn]time.Time
}

func Echo(ln net.Listener) error {
	s := &server{clients: make(map[net.Conn]time.Time)}
	return s.serve(ln)
}

func (s *server) serve(ln net.Listener) error {
	defer ln.Close()
	for {
		conn, err := ln.Accept()
		if err != nil {
			log.Printf("accept: %v; %d clients are left", err, s.count())
			if errors.Is(err, net.ErrClosed) {
				return net.ErrClosed
			}
			return fmt.Errorf("accept: %w", err)
		}
		s.add(conn)
		go s.handle(conn)
	}
}

func (s *server) handle(conn net.Conn) {
	defer s.remove(conn)
	defer func() {
		if v := recover(); v != nil {
			log.Printf("%v: panic: %v", conn.RemoteAddr(), v)
		}
	}()
	n, err := io.Copy(conn, conn)
	log.Printf("%v: %d bytes, %v", conn.RemoteAddr(), n, err)
}

func (s *server) add(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clients[conn] = time.Now()
}

func (s *server) remove(conn net.Conn) {
	conn.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	log.Printf("%v: gone after %v", conn.RemoteAddr(), time.Since(s.clients[conn]))
	delete(s.clients, conn)
}

func (s *server) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.clients)
}
