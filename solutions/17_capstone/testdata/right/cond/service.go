// A condition variable: whoever waits for a change waits for the same one. Room,
// shutdown and the last connection are one thing to wait for; each change wakes
// everybody, and AfterFunc has to bring in the context.
package capstone

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"runtime/debug"
	"sync"
)

var ErrClosed = errors.New("the service is shut down")

type Stats struct {
	Open     int
	Over     int
	Panicked int
	Lines    int
}

type Service struct {
	n     int
	reply func(line string) string

	mu      sync.Mutex
	changed *sync.Cond
	down    bool
	ln      net.Listener
	conns   map[net.Conn]struct{}
	stats   Stats
}

func New(n int, reply func(line string) string) *Service {
	s := &Service{n: n, reply: reply, conns: map[net.Conn]struct{}{}}
	s.changed = sync.NewCond(&s.mu)
	return s
}

// room waits until there is some; it is false when the service is down.
func (s *Service) room() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for !s.down && len(s.conns) >= s.n {
		s.changed.Wait()
	}
	return !s.down
}

func (s *Service) Serve(ln net.Listener) error {
	defer ln.Close()
	s.mu.Lock()
	s.ln = ln
	s.mu.Unlock()
	for s.room() {
		conn, err := ln.Accept()
		s.mu.Lock()
		down := s.down
		if err == nil && !down {
			s.conns[conn] = struct{}{}
		}
		s.mu.Unlock()
		if down && err == nil {
			conn.Close()
		}
		if down {
			break
		}
		if err != nil {
			return fmt.Errorf("accept: %w", err)
		}
		go s.handle(conn)
	}
	return ErrClosed
}

func (s *Service) handle(conn net.Conn) {
	panicked := false
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.conns, conn)
		s.stats.Over++
		if panicked {
			s.stats.Panicked++
		}
		s.changed.Broadcast()
	}()
	defer func() {
		if p := recover(); p != nil {
			panicked = true
			conn.Close()
			log.Print(conn.RemoteAddr(), " panicked: ", p, "\n", string(debug.Stack()))
		}
	}()
	defer conn.Close()
	for in := bufio.NewReader(conn); ; {
		line, err := in.ReadBytes('\n')
		switch {
		case err == nil:
		case errors.Is(err, io.EOF) && len(line) > 0:
		default:
			return
		}
		if _, err := conn.Write([]byte(s.reply(string(line)))); err != nil {
			return
		}
		s.mu.Lock()
		s.stats.Lines++
		s.mu.Unlock()
	}
}

func (s *Service) Shutdown(ctx context.Context) error {
	unhook := context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.changed.Broadcast()
	})
	defer unhook()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = true
	s.changed.Broadcast()
	if s.ln != nil {
		s.ln.Close()
	}
	for len(s.conns) > 0 && ctx.Err() == nil {
		s.changed.Wait()
	}
	if len(s.conns) == 0 {
		return nil
	}
	for conn := range s.conns {
		conn.Close()
	}
	return ctx.Err()
}

func (s *Service) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stats.Open = len(s.conns)
	return s.stats
}
