// No mutex: the state lies in a channel with room for one, and whoever has taken
// it out has it alone. Nobody can get at the state without having taken it; each
// change is a function literal, and a mutex is cheaper.
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
)

var ErrClosed = errors.New("the service is shut down")

type Stats struct {
	Open     int
	Over     int
	Panicked int
	Lines    int
}

type state struct {
	Stats
	ln   net.Listener
	down bool
	open map[net.Conn]bool
}

type Service struct {
	reply func(line string) string
	free  chan struct{} // one for each free slot
	stop  chan struct{}
	idle  chan struct{}
	state chan *state
}

func New(n int, reply func(line string) string) *Service {
	s := &Service{
		reply: reply,
		free:  make(chan struct{}, n),
		stop:  make(chan struct{}),
		idle:  make(chan struct{}),
		state: make(chan *state, 1),
	}
	for range n {
		s.free <- struct{}{}
	}
	s.state <- &state{open: map[net.Conn]bool{}}
	return s
}

// with gives the state to f, and to nobody else meanwhile.
func (s *Service) with(f func(st *state)) {
	st := <-s.state
	defer func() { s.state <- st }()
	f(st)
}

func (s *Service) Serve(ln net.Listener) (err error) {
	defer ln.Close()
	s.with(func(st *state) { st.ln = ln })
	for {
		select {
		case <-s.stop: // first, as the other may be ready as well
			return ErrClosed
		default:
		}
		select {
		case <-s.stop:
			return ErrClosed
		case <-s.free:
		}
		conn, err := ln.Accept()
		s.with(func(st *state) {
			switch {
			case st.down && conn != nil:
				conn.Close()
				fallthrough
			case st.down:
				err = ErrClosed
			case err == nil:
				st.open[conn] = true
				st.Open++
			default:
				err = fmt.Errorf("accepting from %v: %w", ln.Addr(), err)
			}
		})
		if err != nil {
			return err
		}
		go func() {
			defer s.end(conn)
			s.talk(conn)
		}()
	}
}

// end is deferred by each connection.
func (s *Service) end(conn net.Conn) {
	p := recover()
	conn.Close()
	if p != nil {
		log.Printf("%v: %v\n%s", conn.RemoteAddr(), p, debug.Stack())
	}
	s.with(func(st *state) {
		delete(st.open, conn)
		st.Open--
		st.Over++
		if p != nil {
			st.Panicked++
		}
		if st.down && st.Open == 0 {
			close(s.idle)
		}
	})
	s.free <- struct{}{}
}

func (s *Service) talk(conn net.Conn) {
	in := bufio.NewReader(conn)
	for {
		line, err := in.ReadString('\n')
		if err == io.EOF && line != "" {
			err = nil
		}
		if err == nil {
			_, err = io.WriteString(conn, s.reply(line))
		}
		if err != nil {
			return
		}
		s.with(func(st *state) { st.Lines++ })
	}
}

func (s *Service) Shutdown(ctx context.Context) (err error) {
	s.with(func(st *state) {
		if st.down {
			return
		}
		st.down = true
		close(s.stop)
		if st.ln != nil {
			st.ln.Close()
		}
		if st.Open == 0 {
			close(s.idle)
		}
	})
	select {
	case <-s.idle:
		return nil
	case <-ctx.Done():
	}
	s.with(func(st *state) {
		for conn := range st.open {
			conn.Close()
			err = fmt.Errorf("cut: %w", ctx.Err())
		}
	})
	return err
}

func (s *Service) Stats() (now Stats) {
	s.with(func(st *state) { now = st.Stats })
	return now
}
