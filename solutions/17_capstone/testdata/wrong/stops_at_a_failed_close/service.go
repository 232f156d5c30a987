// The cut ends with the first Close that fails.
//
//workbook:caught-by TestCutBeforeReturn
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

// ErrClosed is what Serve returns after a Shutdown.
var ErrClosed = errors.New("the service is shut down")

// Stats are the numbers of a service at one moment.
type Stats struct {
	Open     int // connections that were accepted and are not over
	Over     int // connections that are over
	Panicked int // those of them that a panic ended
	Lines    int // lines whose answers were written whole; one that is empty is
}

// A Service answers lines.
type Service struct {
	reply  func(string) string
	slots  chan struct{}
	down   context.Context
	cancel context.CancelFunc
	idle   chan struct{} // closed when it is down and nobody is left
	closed chan struct{} // closed when the listener is

	mu    sync.Mutex
	ln    net.Listener
	conns map[*entry]struct{}
	stats Stats
}

type entry struct{ conn net.Conn }

// New gives a service.
func New(n int, reply func(line string) string) *Service {
	down, cancel := context.WithCancel(context.Background())
	return &Service{
		reply:  reply,
		slots:  make(chan struct{}, n),
		down:   down,
		cancel: cancel,
		idle:   make(chan struct{}),
		closed: make(chan struct{}),
		conns:  make(map[*entry]struct{}),
	}
}

// Serve accepts and serves connections.
func (s *Service) Serve(ln net.Listener) error {
	s.mu.Lock()
	s.ln = ln
	s.mu.Unlock()
	for s.slot() {
		conn, err := ln.Accept()
		if err != nil {
			ln.Close()
			if s.down.Err() != nil {
				return ErrClosed
			}
			return fmt.Errorf("accept: %w", err)
		}
		e := &entry{conn: conn}
		if !s.add(e) {
			conn.Close()
			break
		}
		go s.serve(e)
	}
	ln.Close()
	return ErrClosed
}

func (s *Service) slot() bool {
	if s.down.Err() != nil {
		return false
	}
	select {
	case s.slots <- struct{}{}:
		return true
	case <-s.down.Done():
		return false
	}
}

func (s *Service) add(e *entry) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down.Err() != nil {
		return false
	}
	s.conns[e] = struct{}{}
	s.stats.Open++
	return true
}

func (s *Service) serve(e *entry) {
	defer func() {
		v := recover()
		e.conn.Close()
		if v != nil {
			log.Printf("%v: panic: %v\n%s", e.conn.RemoteAddr(), v, debug.Stack())
		}
		s.end(e, v != nil)
	}()
	s.talk(e.conn)
}

func (s *Service) end(e *entry, panicked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, e)
	s.stats.Open--
	s.stats.Over++
	if panicked {
		s.stats.Panicked++
	}
	<-s.slots
	if s.down.Err() != nil && len(s.conns) == 0 {
		close(s.idle)
	}
}

func (s *Service) talk(conn net.Conn) {
	in := bufio.NewReader(conn)
	for {
		line, err := in.ReadString('\n')
		if err != nil && (err != io.EOF || line == "") {
			return
		}
		if _, err := io.WriteString(conn, s.reply(line)); err != nil {
			return
		}
		s.mu.Lock()
		s.stats.Lines++
		s.mu.Unlock()
	}
}

// Stats gives the numbers of this moment.
func (s *Service) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stats
}

func (s *Service) stop() {
	s.mu.Lock()
	first := s.down.Err() == nil
	s.cancel()
	ln := s.ln
	if first && len(s.conns) == 0 {
		close(s.idle)
	}
	s.mu.Unlock()
	if first {
		if ln != nil {
			ln.Close()
		}
		close(s.closed)
	}
	<-s.closed
}

// Shutdown closes the listener, waits and cuts.
func (s *Service) Shutdown(ctx context.Context) error {
	s.stop()
	select {
	case <-s.idle:
	case <-ctx.Done():
	}
	n, err := s.cut()
	if err != nil {
		return fmt.Errorf("cut: %w", errors.Join(ctx.Err(), err))
	}
	if n > 0 {
		return fmt.Errorf("%d connections cut: %w", n, ctx.Err())
	}
	return nil
}

func (s *Service) cut() (int, error) {
	s.mu.Lock()
	left := make([]*entry, 0, len(s.conns))
	for e := range s.conns {
		left = append(left, e)
	}
	s.mu.Unlock()
	for _, e := range left {
		if err := e.conn.Close(); err != nil {
			return 0, err
		}
	}
	return len(left), nil
}
