package demo

import (
	"context"
	"net"
	"sync"
	"time"
)

// Stoppable are tasks that serve a connection each until their context is over, or the
// connection.
type stoppable struct {
	abort context.Context
	begun chan struct{} // a task tells who has started it
	over  sync.WaitGroup

	mu    sync.Mutex
	lanes map[string]*lane // of those that are at work, by the client's address

	deafAddr        string
	listeners, deaf int64 // when the last of them ended, since the group began
}

// start connects, and waits until a task serves the connection.
func (s *stoppable) start(ctx context.Context, addr string, l *lane, deaf bool) (net.Conn, func(), error) {
	l.is(Waiting)
	conn, hangUp, err := s.dial(ctx, addr, l, deaf)
	if err != nil {
		l.lost(err.Error())
		return nil, nil, err
	}
	select {
	case <-s.begun:
		return conn, hangUp, nil
	case <-ctx.Done():
		hangUp()
		return nil, nil, ctx.Err()
	}
}

// dial connects, and lets the server know whose connection it is.
func (s *stoppable) dial(ctx context.Context, addr string, l *lane, deaf bool) (net.Conn, func(), error) {
	s.mu.Lock() // until the server can look the address up
	defer s.mu.Unlock()
	conn, hangUp, err := dial(ctx, addr)
	if err == nil {
		s.lanes[conn.LocalAddr().String()] = l
		if deaf {
			s.deafAddr = conn.LocalAddr().String()
		}
	}
	return conn, hangUp, err
}

// serve is a task. One that listens has its Read end when it is asked to stop.
func (s *stoppable) serve(conn net.Conn) {
	addr := conn.RemoteAddr().String()
	s.mu.Lock()
	l := s.lanes[addr]
	deaf := addr == s.deafAddr
	s.mu.Unlock()
	if l == nil {
		return // nobody of the demo
	}
	l.is(Working)
	s.over.Add(1)
	defer s.over.Done()
	defer s.end(addr, l, deaf)
	select {
	case s.begun <- struct{}{}:
	case <-s.abort.Done():
		return
	}
	if !deaf {
		stop := context.AfterFunc(s.abort, func() { _ = conn.SetReadDeadline(time.Now()) })
		defer stop()
	}
	buf := make([]byte, 64)
	for deaf || s.abort.Err() == nil {
		n, err := conn.Read(buf)
		if err != nil {
			return
		}
		if _, err := conn.Write(buf[:n]); err != nil {
			return
		}
	}
}

// ask asks all tasks to stop. It returns when that was, which it is told.
func (s *stoppable) ask(at int64, ask context.CancelFunc) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.lanes {
		l.is(Stopping)
	}
	ask()
	return at
}

// end notes that a task is over.
func (s *stoppable) end(addr string, l *lane, deaf bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.lanes, addr)
	if at := l.ends(); deaf {
		s.deaf = at
	} else {
		s.listeners = at
	}
}

// left is how many tasks are at work.
func (s *stoppable) left() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.lanes)
}
