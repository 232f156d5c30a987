// Package echoes closes a connection with a lock held that every new client needs.
//
//workbook:caught-by TestRudeClients
package echoes

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
)

func Echoes(first, second net.Listener) error {
	s := &server{open: map[net.Conn]bool{}}
	var a, b error
	var wg sync.WaitGroup
	wg.Go(func() { a = s.loop(first) })
	wg.Go(func() { b = s.loop(second) })
	wg.Wait()
	return errors.Join(a, b)
}

func (s *server) loop(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			return fmt.Errorf("accept: %w", err)
		}
		s.mu.Lock()
		s.open[conn] = true
		s.mu.Unlock()
		go func() {
			defer func() {
				s.mu.Lock()
				defer s.mu.Unlock()
				delete(s.open, conn)
				conn.Close()
			}()
			io.Copy(conn, conn)
		}()
	}
}

type server struct {
	mu   sync.Mutex
	open map[net.Conn]bool
}
