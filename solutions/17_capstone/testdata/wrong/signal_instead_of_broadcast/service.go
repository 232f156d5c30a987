// The end of a connection wakes one of those who wait, and it may be the wrong one.
//
//workbook:caught-by TestOwnContexts
package capstone

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"runtime/debug"
	"sync"
)

type Service struct {
	n     int
	reply func(string) string

	mu      sync.Mutex
	changed *sync.Cond
	down    bool
	ln      net.Listener
	open    map[*client]bool
	over    int
	panics  int
	lines   int
}

type client struct {
	conn net.Conn
	buf  []byte
	err  error // of Read
}

func New(n int, reply func(line string) string) *Service {
	s := &Service{n: n, reply: reply, open: map[*client]bool{}}
	s.changed = sync.NewCond(&s.mu)
	return s
}

func (s *Service) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Stats{Open: len(s.open), Over: s.over, Panicked: s.panics, Lines: s.lines}
}

// room waits until there is room, and says whether the service is up.
func (s *Service) room() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for !s.down && len(s.open) >= s.n {
		s.changed.Wait()
	}
	return !s.down
}

func (s *Service) enter(c *client) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.down {
		s.open[c] = true
	}
	return !s.down
}

func (s *Service) isDown() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.down
}

func (s *Service) Serve(ln net.Listener) error {
	defer ln.Close()
	s.mu.Lock()
	s.ln = ln
	s.mu.Unlock()
	for s.room() {
		conn, err := ln.Accept()
		if err != nil {
			if s.isDown() {
				break
			}
			return errors.Join(errors.New("capstone: cannot accept"), err)
		}
		c := &client{conn: conn}
		if !s.enter(c) {
			conn.Close()
			break
		}
		go s.run(c)
	}
	return ErrClosed
}

func (s *Service) run(c *client) {
	panicked := false
	defer func() {
		s.mu.Lock()
		delete(s.open, c)
		s.over++
		if panicked {
			s.panics++
		}
		s.mu.Unlock()
		s.changed.Signal()
	}()
	defer func() {
		v := recover()
		if v == nil {
			c.conn.Close()
			return
		}
		stack := debug.Stack()
		panicked = true
		c.conn.Close()
		log.Printf("client %v: reply panicked: %v\n\n%s", c.conn.RemoteAddr(), v, stack)
	}()
	for {
		line, last := c.line()
		if line == "" {
			return
		}
		if answer := s.reply(line); answer != "" {
			if n, err := c.conn.Write([]byte(answer)); err != nil || n < len(answer) {
				return
			}
		}
		s.mu.Lock()
		s.lines++
		s.mu.Unlock()
		if last {
			return
		}
	}
}

// line gives the next line, or "" if there is none, and whether it is the last.
func (c *client) line() (line string, last bool) {
	seen := 0
	for {
		if i := bytes.IndexByte(c.buf[seen:], '\n'); i >= 0 {
			line, c.buf = string(c.buf[:seen+i+1]), c.buf[seen+i+1:]
			return line, false
		}
		seen = len(c.buf)
		switch {
		case c.err == nil:
			chunk := make([]byte, 4096)
			n, err := c.conn.Read(chunk)
			c.buf, c.err = append(c.buf, chunk[:n]...), err
		case errors.Is(c.err, io.EOF):
			return string(c.buf), true
		default:
			return "", true
		}
	}
}

func (s *Service) Shutdown(ctx context.Context) error {
	defer context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.changed.Broadcast()
	})()

	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.down {
		s.down = true
		s.changed.Broadcast()
		if s.ln != nil {
			s.ln.Close()
		}
	}
	for len(s.open) > 0 && ctx.Err() == nil {
		s.changed.Wait()
	}
	if len(s.open) == 0 {
		return nil
	}
	for c := range s.open {
		c.conn.Close()
	}
	return fmt.Errorf("shutdown: cut %d: %w", len(s.open), ctx.Err())
}

// ErrClosed is what Serve returns after a Shutdown.
var ErrClosed = errors.New("the service is shut down")

// Stats are the numbers of a service at one moment.
type Stats struct {
	Open     int // connections that were accepted and are not over
	Over     int // connections that are over
	Panicked int // those of them that a panic ended
	Lines    int // lines whose answers were written whole
}
