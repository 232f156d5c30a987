package demo

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	"workbook/grader/report"
)

// A drainable is a server that stops accepting, lets connections finish, and cuts those that
// are left.
type drainable struct {
	ln      net.Listener
	handle  func(net.Conn)
	closing chan struct{} // closed when the listener is

	mu    sync.Mutex
	down  bool
	conns map[net.Conn]bool
	idle  chan struct{} // closed when it is down and has no connection
	tasks sync.WaitGroup
}

func newDrainable(ln net.Listener, handle func(net.Conn)) *drainable {
	return &drainable{
		ln: ln, handle: handle, conns: map[net.Conn]bool{},
		closing: make(chan struct{}), idle: make(chan struct{}),
	}
}

// serve returns when the listener is closed, and does not wait for connections.
func (s *drainable) serve() error {
	for {
		conn, err := s.ln.Accept()
		s.mu.Lock()
		switch {
		case err != nil && s.down:
			s.mu.Unlock()
			return errClosed
		case err != nil:
			s.mu.Unlock()
			return fmt.Errorf("accepting a connection: %w", err)
		case s.down: // it was in the doorway
			conn.Close()
		default:
			s.conns[conn] = true
			s.tasks.Go(func() { defer s.over(conn); s.handle(conn) })
		}
		s.mu.Unlock()
	}
}

func (s *drainable) over(conn net.Conn) {
	s.mu.Lock()
	delete(s.conns, conn)
	last := s.down && len(s.conns) == 0
	s.mu.Unlock()
	conn.Close()
	if last {
		close(s.idle) // shutdown found somebody, and waits
	}
}

// shutdown stops accepting, waits until all connections are over, and cuts them when ctx is.
func (s *drainable) shutdown(ctx context.Context) error {
	s.mu.Lock()
	s.down = true
	s.ln.Close()
	close(s.closing)
	quiet := len(s.conns) == 0
	s.mu.Unlock()
	if !quiet {
		select {
		case <-s.idle:
		case <-ctx.Done():
		}
	}
	if n := s.cut(); n > 0 {
		return fmt.Errorf("%d were cut: %w", n, ctx.Err())
	}
	return nil
}

func (s *drainable) cut() int { return cutAll(&s.mu, s.conns) }

// cutAll closes connections that mu guards, and says how many there were.
func cutAll(mu *sync.Mutex, conns map[net.Conn]bool) (n int) {
	mu.Lock()
	for conn := range conns {
		conn.Close()
		n++
	}
	mu.Unlock()
	return n
}

// end ends the server in any case, and waits for all that it has started.
func (s *drainable) end() {
	s.ln.Close()
	s.cut()
	s.tasks.Wait()
}

// answerParts is in how many parts an answer comes.
const answerParts = 10

// answerInParts is the handler: it is told how many milliseconds to work, and sends a part of
// the answer after each tenth of them.
func answerInParts(ctx context.Context, conn net.Conn) {
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		return
	}
	total, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		return
	}
	if _, err := conn.Write([]byte{begun}); err != nil {
		return
	}
	for range answerParts {
		if pause(ctx, time.Duration(total)*time.Millisecond/answerParts) != nil {
			return
		}
		if _, err := conn.Write([]byte{workDone}); err != nil {
			return // it was cut
		}
	}
}

// A partsClient waits for an answer in parts.
type partsClient struct{ whole bool }

// ask asks, calls begun once it is being served or never will be, and waits for all parts.
func (c *partsClient) ask(ctx context.Context, words report.Words, addr string, l *lane, work time.Duration, isServed func()) {
	l.is(Waiting)
	served := sync.OnceFunc(isServed)
	defer served()
	conn, hangUp, err := dial(ctx, addr)
	if err != nil {
		l.lost(reason(words, err))
		return
	}
	defer hangUp()
	fmt.Fprintln(conn, work.Milliseconds())
	got := make([]byte, 1)
	if _, err := io.ReadFull(conn, got); err != nil {
		l.lost(reason(words, err))
		return
	}
	l.is(Served)
	served()
	for n := range answerParts {
		if _, err := io.ReadFull(conn, got); err != nil {
			l.lost(words.T("cut: %d of %d parts came", n, answerParts))
			return
		}
	}
	c.whole = true
	l.ends()
	l.note(words.T("finished"))
}
