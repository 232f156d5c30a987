// The semaphore of golang.org/x/sync, and a channel for each connection that
// Shutdown waits for. Acquire ends with its context, so that no select is needed;
// each connection has one thing more to close.
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

	"golang.org/x/sync/semaphore"
)

var ErrClosed = errors.New("the service is shut down")

type Stats struct {
	Open     int
	Over     int
	Panicked int
	Lines    int
}

type client struct {
	net.Conn
	over chan struct{}
}

type Service struct {
	reply  func(line string) string
	slots  *semaphore.Weighted
	ctx    context.Context
	cancel context.CancelFunc

	mu      sync.RWMutex
	ln      net.Listener
	clients []*client
	stats   Stats
}

func New(n int, reply func(line string) string) *Service {
	s := &Service{reply: reply, slots: semaphore.NewWeighted(int64(n))}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	return s
}

func (s *Service) Serve(ln net.Listener) error {
	defer ln.Close()
	s.mu.Lock()
	s.ln = ln
	s.mu.Unlock()
	for {
		if s.slots.Acquire(s.ctx, 1) != nil || s.ctx.Err() != nil {
			return ErrClosed
		}
		conn, err := ln.Accept()
		if err != nil {
			if s.ctx.Err() != nil {
				return ErrClosed
			}
			return fmt.Errorf("accept: %w", err)
		}
		cl := &client{Conn: conn, over: make(chan struct{})}
		s.mu.Lock()
		if s.ctx.Err() != nil {
			s.mu.Unlock()
			conn.Close()
			return ErrClosed
		}
		s.clients = append(s.clients, cl)
		s.stats.Open++
		s.mu.Unlock()
		go s.run(cl)
	}
}

func (s *Service) run(cl *client) {
	var panicked int
	defer close(cl.over)
	defer s.slots.Release(1)
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.stats.Open--
		s.stats.Over++
		s.stats.Panicked += panicked
		for i := range s.clients {
			if s.clients[i] == cl {
				s.clients = append(s.clients[:i], s.clients[i+1:]...)
				break
			}
		}
	}()
	defer func() {
		v := recover()
		_ = cl.Close()
		if v != nil {
			panicked = 1
			log.Printf("%s: %v\n%s", cl.RemoteAddr(), v, debug.Stack())
		}
	}()
	in := bufio.NewReader(cl)
	var err error
	for err == nil {
		var line string
		line, err = in.ReadString('\n')
		if err != nil && err != io.EOF || line == "" {
			return
		}
		if _, err := fmt.Fprint(cl, s.reply(line)); err != nil {
			return
		}
		s.mu.Lock()
		s.stats.Lines++
		s.mu.Unlock()
	}
}

func (s *Service) Shutdown(ctx context.Context) error {
	s.mu.Lock()
	s.cancel()
	if s.ln != nil {
		s.ln.Close()
	}
	all := append([]*client(nil), s.clients...) // nobody is added from now on
	s.mu.Unlock()
	for _, cl := range all {
		select {
		case <-cl.over:
		case <-ctx.Done():
			return s.cut(ctx, all)
		}
	}
	return nil
}

func (s *Service) cut(ctx context.Context, all []*client) error {
	left := 0
	for _, cl := range all {
		select {
		case <-cl.over:
		default:
			left++
			cl.Close()
		}
	}
	if left == 0 {
		return nil
	}
	return fmt.Errorf("%d connections cut: %w", left, ctx.Err())
}

func (s *Service) Stats() Stats {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.stats
}
