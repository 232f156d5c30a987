// A bufio.Scanner whose buffer has room for 1 MiB, as the usual advice has it. A longer
// line ends the connection.
//
//workbook:caught-by TestAnyLine
package capstone

import (
	"bufio"
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
	reply func(string) string
	slots chan struct{}
	down  context.Context
	stop  context.CancelFunc
	idle  chan struct{}

	mu    sync.Mutex
	ln    net.Listener
	conns map[net.Conn]struct{}
	stats Stats
}

func New(n int, reply func(line string) string) *Service {
	s := &Service{
		reply: reply,
		slots: make(chan struct{}, n),
		idle:  make(chan struct{}),
		conns: make(map[net.Conn]struct{}),
	}
	s.down, s.stop = context.WithCancel(context.Background())
	return s
}

func (s *Service) Serve(ln net.Listener) error {
	defer ln.Close()
	s.mu.Lock()
	if s.down.Err() != nil {
		s.mu.Unlock()
		return ErrClosed
	}
	s.ln = ln
	s.mu.Unlock()
	for {
		select {
		case s.slots <- struct{}{}:
		case <-s.down.Done():
			return ErrClosed
		}
		if s.down.Err() != nil {
			return ErrClosed
		}
		conn, err := ln.Accept()
		s.mu.Lock()
		down := s.down.Err() != nil
		if err == nil && !down {
			s.conns[conn] = struct{}{}
			s.stats.Open++
		}
		s.mu.Unlock()
		if down {
			if err == nil {
				conn.Close()
			}
			return ErrClosed
		}
		if err != nil {
			return fmt.Errorf("accept: %w", err)
		}
		go s.serve(conn)
	}
}

func (s *Service) serve(conn net.Conn) {
	defer func() {
		p := recover()
		conn.Close()
		if p != nil {
			log.Printf("%v: panic: %v\n%s", conn.RemoteAddr(), p, debug.Stack())
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.conns, conn)
		s.stats.Open--
		s.stats.Over++
		if p != nil {
			s.stats.Panicked++
		}
		<-s.slots
		if s.down.Err() != nil && len(s.conns) == 0 {
			close(s.idle)
		}
	}()
	src := &source{conn: conn}
	in := bufio.NewScanner(src)
	in.Buffer(make([]byte, 0, 64<<10), 1<<20)
	in.Split(func(data []byte, atEOF bool) (int, []byte, error) {
		if i := bytes.IndexByte(data, '\n'); i >= 0 {
			return i + 1, data[:i+1], nil
		}
		if atEOF && len(data) > 0 && src.err == io.EOF {
			return len(data), data, nil
		}
		return 0, nil, nil
	})
	for in.Scan() {
		line := in.Text()
		if _, werr := io.WriteString(conn, s.reply(line)); werr != nil {
			return
		}
		s.mu.Lock()
		s.stats.Lines++
		s.mu.Unlock()
	}
}

// A source remembers the error of Read.
type source struct {
	conn net.Conn
	err  error
}

func (s *source) Read(b []byte) (int, error) {
	n, err := s.conn.Read(b)
	s.err = err
	return n, err
}

func (s *Service) Shutdown(ctx context.Context) error {
	s.mu.Lock()
	if s.down.Err() == nil {
		s.stop()
		if s.ln != nil {
			s.ln.Close()
		}
		if len(s.conns) == 0 {
			close(s.idle)
		}
	}
	s.mu.Unlock()

	select {
	case <-s.idle:
		return nil
	case <-ctx.Done():
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.conns) == 0 {
		return nil
	}
	for conn := range s.conns {
		conn.Close()
	}
	return fmt.Errorf("%d connections were cut: %w", len(s.conns), ctx.Err())
}

func (s *Service) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stats
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
