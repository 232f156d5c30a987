// Shutdown first tells everybody, by a channel that it closes, and then closes the
// listener. Serve may have returned by then, which nobody minds.
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

// A Service answers lines. Its methods are safe for concurrent use.
type Service struct {
	reply func(line string) string
	slots chan struct{}
	down  chan struct{} // closed by the first Shutdown
	idle  chan struct{} // closed when the service is down and nobody is left

	mu      sync.Mutex
	isDown  bool
	closeLn func()
	clients map[*client]struct{}
	stats   Stats
}

type client struct {
	conn  net.Conn
	addr  net.Addr
	close func() // whoever calls it goes on when the connection is closed
}

// New gives a service that answers each line with what reply returns, on at most n
// connections at a time.
func New(n int, reply func(line string) string) *Service {
	return &Service{
		reply:   reply,
		slots:   make(chan struct{}, n),
		down:    make(chan struct{}),
		idle:    make(chan struct{}),
		clients: make(map[*client]struct{}),
	}
}

// Serve accepts connections from ln and serves them, until Accept fails or Shutdown
// is called.
func (s *Service) Serve(ln net.Listener) error {
	closeLn := sync.OnceFunc(func() { ln.Close() })
	s.mu.Lock()
	s.closeLn = closeLn
	down := s.isDown
	s.mu.Unlock()
	if down {
		closeLn()
		return ErrClosed
	}
	for {
		select {
		case s.slots <- struct{}{}:
		case <-s.down:
			return ErrClosed
		}
		conn, err := ln.Accept()
		if err != nil {
			s.mu.Lock()
			down := s.isDown
			s.mu.Unlock()
			closeLn()
			if down {
				return ErrClosed
			}
			return fmt.Errorf("capstone: accept: %w", err)
		}
		c := &client{conn, conn.RemoteAddr(), sync.OnceFunc(func() { conn.Close() })}
		if !s.begin(c) {
			c.close()
			closeLn()
			return ErrClosed
		}
		go s.serve(c)
	}
}

func (s *Service) begin(c *client) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.isDown {
		return false
	}
	s.clients[c] = struct{}{}
	s.stats.Open++
	return true
}

func (s *Service) end(c *client, panicked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.clients, c)
	s.stats.Open--
	s.stats.Over++
	if panicked {
		s.stats.Panicked++
	}
	if s.isDown && len(s.clients) == 0 {
		close(s.idle)
	}
	<-s.slots
}

func (s *Service) serve(c *client) {
	defer func() {
		p := recover()
		var stack []byte
		if p != nil {
			stack = debug.Stack()
		}
		c.close()
		if p != nil {
			log.Printf("capstone: panic serving %v: %v\n%s", c.addr, p, stack)
		}
		s.end(c, p != nil)
	}()
	in := bufio.NewReader(c.conn)
	for {
		line, err := in.ReadString('\n')
		if err != nil && (err != io.EOF || line == "") {
			return
		}
		if !s.answer(c, s.reply(line)) || err != nil {
			return
		}
	}
}

func (s *Service) answer(c *client, text string) bool {
	if text != "" {
		n, err := io.WriteString(c.conn, text)
		if err != nil || n < len(text) {
			return false
		}
	}
	s.mu.Lock()
	s.stats.Lines++
	s.mu.Unlock()
	return true
}

// Shutdown closes the listener and waits until all connections are over, or until
// ctx is; then it cuts those that are left.
func (s *Service) Shutdown(ctx context.Context) error {
	s.mu.Lock()
	if !s.isDown {
		s.isDown = true
		close(s.down)
		if len(s.clients) == 0 {
			close(s.idle)
		}
	}
	closeLn := s.closeLn
	s.mu.Unlock()
	if closeLn != nil {
		closeLn()
	}
	select {
	case <-s.idle:
		return nil
	case <-ctx.Done():
	}
	left := s.left()
	if len(left) == 0 {
		return nil
	}
	var closing sync.WaitGroup
	for _, c := range left {
		closing.Go(c.close)
	}
	closing.Wait()
	return fmt.Errorf("capstone: %d connections cut: %w", len(left), ctx.Err())
}

func (s *Service) left() []*client {
	s.mu.Lock()
	defer s.mu.Unlock()
	var left []*client
	for c := range s.clients {
		left = append(left, c)
	}
	return left
}

// Stats gives the numbers of this moment.
func (s *Service) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stats
}
