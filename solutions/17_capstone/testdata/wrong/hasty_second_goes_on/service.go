// A second Shutdown waits for the Close of the listener no longer than its context lasts, and
// cuts then.
//
//workbook:caught-by TestClosesFirst
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
	slots chan struct{} // holds one element for each connection, and one for Accept
	shut  chan struct{}
	idle  chan struct{} // closed when the service is down and no connection is open
	down  context.Context
	stop  context.CancelFunc

	mu    sync.Mutex
	ln    net.Listener // nil before Serve
	open  map[net.Conn]struct{}
	stats Stats // but for Open
}

// New gives a service that answers each line with what reply returns, on at most n
// connections at a time.
func New(n int, reply func(line string) string) *Service {
	down, stop := context.WithCancel(context.Background())
	return &Service{
		reply: reply,
		slots: make(chan struct{}, n),
		shut:  make(chan struct{}),
		idle:  make(chan struct{}),
		down:  down,
		stop:  stop,
		open:  make(map[net.Conn]struct{}),
	}
}

// Serve accepts connections from ln and serves them, until Accept fails or Shutdown
// is called. It closes ln and does not wait for connections.
func (s *Service) Serve(ln net.Listener) error {
	defer ln.Close()
	s.mu.Lock()
	s.ln = ln
	late := s.down.Err() != nil
	s.mu.Unlock()
	if late {
		return ErrClosed
	}
	for {
		select {
		case s.slots <- struct{}{}:
		case <-s.down.Done():
			return ErrClosed
		}
		conn, err := ln.Accept()
		switch {
		case s.down.Err() != nil && err != nil:
			return ErrClosed
		case err != nil:
			return fmt.Errorf("accepting a connection: %w", err)
		case !s.enter(conn):
			conn.Close()
			return ErrClosed
		}
		go s.serve(conn)
	}
}

// enter notes a connection, unless the service is down.
func (s *Service) enter(conn net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down.Err() != nil {
		return false
	}
	s.open[conn] = struct{}{}
	return true
}

// serve is the whole life of a connection.
func (s *Service) serve(conn net.Conn) {
	defer func() {
		p := recover() // nil after a return, and after runtime.Goexit
		conn.Close()
		if p != nil {
			log.Printf("client %v: panic: %v\n%s", conn.RemoteAddr(), p, debug.Stack())
		}
		s.leave(conn, p != nil)
	}()
	s.answer(conn)
}

// leave is the end of a connection.
func (s *Service) leave(conn net.Conn, panicked bool) {
	s.mu.Lock()
	delete(s.open, conn)
	s.stats.Over++
	if panicked {
		s.stats.Panicked++
	}
	last := len(s.open) == 0 && s.down.Err() != nil
	s.mu.Unlock()
	<-s.slots
	if last { // there is one: nobody enters a service that is down
		close(s.idle)
	}
}

// answer answers lines until there are no more.
func (s *Service) answer(conn net.Conn) {
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

// Shutdown closes the listener and waits until all connections are over, or until
// ctx is; then it cuts those that are left.
func (s *Service) Shutdown(ctx context.Context) error {
	s.close(ctx)
	select { // at random, when both have happened
	case <-s.idle:
	case <-ctx.Done():
	}
	if s.cut() > 0 {
		return fmt.Errorf("connections were cut: %w", ctx.Err())
	}
	return nil
}

// close lets nobody in any more. Calls after the first do nothing.
func (s *Service) close(ctx context.Context) {
	s.mu.Lock()
	if s.down.Err() != nil {
		s.mu.Unlock()
		select {
		case <-s.shut:
		case <-ctx.Done():
		}
		return
	}
	s.stop()
	ln, none := s.ln, len(s.open) == 0
	s.mu.Unlock()
	if ln != nil {
		ln.Close()
	}
	close(s.shut)
	if none {
		close(s.idle)
	}
}

// cut closes the connections that are not over, and says how many they are.
func (s *Service) cut() int {
	s.mu.Lock()
	n := len(s.open)
	for conn := range s.open {
		conn.Close()
	}
	s.mu.Unlock()
	return n
}

// Stats gives the numbers of this moment. It waits for nobody's work.
func (s *Service) Stats() Stats {
	s.mu.Lock()
	now := s.stats
	now.Open = len(s.open)
	s.mu.Unlock()
	return now
}
