package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"workbook/grader/report"
)

// A server is a listener on the loopback interface whose loop runs on a goroutine.
type server struct {
	addr string
	ln   net.Listener
	over sync.WaitGroup // the loop, and the goroutines of its connections

	mu    sync.Mutex
	conns map[net.Conn]bool
}

// serve starts a server. each is called for every connection, and calls the function that it
// is given, which serves it and closes it: on this goroutine or on another.
func serve(ctx context.Context, each func(s *server, serve func()), handle func(net.Conn)) (*server, error) {
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("opening a port on this machine for the demo: %w", err)
	}
	s := &server{addr: ln.Addr().String(), ln: ln, conns: map[net.Conn]bool{}}
	s.over.Go(func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return // stop has closed it
			}
			s.keep(conn)
			each(s, func() {
				defer s.drop(conn)
				handle(conn)
			})
		}
	})
	return s, nil
}

func (s *server) keep(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns[conn] = true
}

func (s *server) drop(conn net.Conn) {
	conn.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, conn)
}

// stop closes the listener and its connections, and waits until nothing of the server runs.
func (s *server) stop() {
	s.ln.Close()
	s.mu.Lock()
	for conn := range s.conns {
		conn.Close()
	}
	s.mu.Unlock()
	s.over.Wait()
}

// dial connects to a server. The connection is closed when ctx ends, and by hangUp.
func dial(ctx context.Context, addr string) (conn net.Conn, hangUp func(), err error) {
	conn, err = (&net.Dialer{}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, nil, err
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	return conn, func() { stop(); conn.Close() }, nil
}

// reason is an error of a connection, without the addresses.
func reason(words report.Words, err error) string {
	if errors.Is(err, io.EOF) {
		return words.T("connection closed")
	}
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return err.Error()
}

// pause waits, or returns ctx's error when it ends before.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// clientName is A for the first client, and so on.
func clientName(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return clientName(i/26-1) + clientName(i%26)
}

func ms(micros int64) float64 { return float64(micros) / 1000 }

func millis(n int) time.Duration { return time.Duration(n) * time.Millisecond }
