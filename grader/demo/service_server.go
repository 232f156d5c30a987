package demo

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"runtime/debug"
	"strings"
	"sync"
)

// A service answers lines on at most n connections at a time. One that panics is closed and
// logged, and others do not notice.
type service struct {
	ln    net.Listener
	log   *log.Logger
	ctx   context.Context // of the demo: an answer takes no longer
	down  context.Context
	stop  context.CancelFunc
	slots chan struct{}
	idle  chan struct{} // closed when it is down and nobody is served
	tasks sync.WaitGroup

	mu    sync.Mutex
	conns map[net.Conn]bool
	now   serviceStats // but for open
}

// ServiceStats are the numbers of a service at one moment.
type serviceStats struct {
	open, mostOpen, panicked, lines int
	logged                          int // entries of the log
}

func newService(ctx context.Context, n int) (*service, error) {
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("opening a port on this machine for the demo: %w", err)
	}
	s := &service{ln: ln, ctx: ctx, slots: make(chan struct{}, n), idle: make(chan struct{}), conns: map[net.Conn]bool{}}
	s.down, s.stop = context.WithCancel(ctx)
	s.log = log.New(countEntries{s}, "", 0)
	return s, nil
}

// countEntries is the log: each entry is one call.
type countEntries struct{ s *service }

func (c countEntries) Write(p []byte) (int, error) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.s.now.logged++
	return len(p), nil
}

// serve lets clients in until the service is down: room first, then a client.
func (s *service) serve() {
	for {
		select {
		case s.slots <- struct{}{}:
		case <-s.down.Done():
			return
		}
		conn, err := s.ln.Accept()
		if err != nil {
			return
		}
		if !s.enter(conn) {
			conn.Close()
			return
		}
	}
}

// enter starts the task of a connection, unless the service is down.
func (s *service) enter(conn net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down.Err() != nil {
		return false
	}
	s.conns[conn] = true
	s.now.mostOpen = max(s.now.mostOpen, len(s.conns))
	s.tasks.Go(func() { s.connection(conn) })
	return true
}

// connection is the whole life of one: at its end it is closed, then logged, then over.
func (s *service) connection(conn net.Conn) {
	defer func() {
		v := recover()
		conn.Close()
		if v != nil {
			s.log.Printf("client %v: %v\n%s", conn.RemoteAddr(), v, debug.Stack())
		}
		s.leave(conn, v != nil)
	}()
	in := bufio.NewReader(conn)
	_, _ = conn.Write([]byte{begun})
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		if _, err := io.WriteString(conn, s.reply(line)); err != nil {
			return
		}
		s.mu.Lock()
		s.now.lines++
		s.mu.Unlock()
	}
}

// reply is the service's work.
func (s *service) reply(line string) string {
	if strings.TrimSpace(line) == fatal {
		boil(nil)
	}
	_ = pause(s.ctx, replyIn)
	return line
}

// leave is the end of a connection.
func (s *service) leave(conn net.Conn, panicked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, conn)
	if panicked {
		s.now.panicked++
	}
	<-s.slots
	s.tell()
}

// tell wakes who waits in shutdown, once. The lock is held.
func (s *service) tell() {
	if s.down.Err() == nil || len(s.conns) > 0 {
		return
	}
	select {
	case <-s.idle:
	default:
		close(s.idle)
	}
}

// shutdown lets nobody in any more, and waits until all connections are over. When ctx is
// before that, it cuts those that are left, and returns how many.
func (s *service) shutdown(ctx context.Context) (cut int) {
	s.mu.Lock()
	s.stop()
	s.ln.Close()
	s.tell()
	s.mu.Unlock()
	select {
	case <-s.idle:
	case <-ctx.Done():
	}
	return s.cut()
}

func (s *service) cut() int { return cutAll(&s.mu, s.conns) }

// end ends the service in any case, and waits for all that it has started.
func (s *service) end() {
	s.mu.Lock()
	s.stop()
	s.mu.Unlock()
	s.ln.Close()
	s.cut()
	s.tasks.Wait()
}

// stats are the numbers of this moment.
func (s *service) stats() serviceStats {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now
	now.open = len(s.conns)
	return now
}
