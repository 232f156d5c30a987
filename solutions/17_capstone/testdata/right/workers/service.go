// n workers: each accepts a client, serves it and accepts the next one. A worker
// that ends in a way of its own is replaced. No slot has to be counted; up to n
// goroutines wait in Accept at the same time, and all must hear of the end.
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
	ln      net.Listener
	down    bool
	stopped bool // Serve is about to return
	end     chan error
	active  map[net.Conn]bool
	quiet   []chan struct{} // of Shutdowns that wait
	stats   Stats
}

func New(n int, reply func(line string) string) *Service {
	return &Service{n: n, reply: reply, end: make(chan error, 1), active: make(map[net.Conn]bool)}
}

func (s *Service) Serve(ln net.Listener) error {
	s.mu.Lock()
	s.ln = ln
	if s.down {
		s.stop(ErrClosed)
	} else {
		for range s.n {
			go s.work()
		}
	}
	s.mu.Unlock()
	return <-s.end
}

// stop ends Serve. The lock is held.
func (s *Service) stop(why error) {
	if s.ln == nil || s.stopped {
		return
	}
	s.stopped = true
	s.ln.Close()
	s.end <- why
}

// work is the life of a worker.
func (s *Service) work() {
	for s.next() {
	}
}

// next accepts and serves one client.
func (s *Service) next() bool {
	conn, err := s.ln.Accept()
	s.mu.Lock()
	if err != nil || s.stopped {
		s.stop(fmt.Errorf("accepting: %w", err)) // nothing after the first time
		s.mu.Unlock()
		if err == nil {
			conn.Close()
		}
		return false
	}
	s.active[conn] = true
	s.mu.Unlock()

	exited := true
	defer func() {
		p := recover()
		conn.Close()
		if p != nil {
			log.Println("client", conn.RemoteAddr(), "panic:", p, "\n"+string(debug.Stack()))
		}
		s.over(conn, p != nil)
		if exited {
			go s.work()
		}
	}()
	s.talk(conn)
	exited = false
	return true
}

func (s *Service) over(conn net.Conn, panicked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.active, conn)
	s.stats.Over++
	if panicked {
		s.stats.Panicked++
	}
	if len(s.active) == 0 {
		for _, q := range s.quiet {
			close(q)
		}
		s.quiet = nil
	}
}

func (s *Service) talk(conn net.Conn) {
	for in := bufio.NewReader(conn); ; {
		line, err := in.ReadString('\n')
		if line == "" || err != nil && err != io.EOF {
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

func (s *Service) Shutdown(ctx context.Context) error {
	quiet := make(chan struct{})
	s.mu.Lock()
	s.down = true
	s.stop(ErrClosed)
	if len(s.active) == 0 {
		close(quiet)
	} else {
		s.quiet = append(s.quiet, quiet)
	}
	s.mu.Unlock()
	select {
	case <-quiet:
		return nil
	case <-ctx.Done():
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.active) == 0 {
		return nil
	}
	for conn := range s.active {
		conn.Close()
	}
	return fmt.Errorf("cut: %w", ctx.Err())
}

func (s *Service) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.stats
	now.Open = len(s.active)
	return now
}
