// handle gets a connection of a type of its own, whose Close may be called as often as
// one likes. The slot comes back at the end of handle all the same.
package bounded

import (
	"errors"
	"log"
	"net"
	"sync"
)

type conn struct {
	net.Conn
	close func() error
}

func (c conn) Close() error { return c.close() }

type slots struct {
	mu   sync.Mutex
	free int
	wake *sync.Cond
}

func (s *slots) change(by int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.free+by < 0 {
		s.wake.Wait()
	}
	s.free += by
	s.wake.Broadcast()
}

func Serve(ln net.Listener, n int, handle func(net.Conn)) (err error) {
	if n <= 0 {
		return errors.New("no room")
	}
	s := &slots{free: n}
	s.wake = sync.NewCond(&s.mu)
	for {
		s.change(-1)
		inner, err := ln.Accept()
		if err != nil {
			s.change(+1)
			s.change(-n) // all of them are free
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			return errors.Join(errors.New("accept"), err)
		}
		c := conn{inner, sync.OnceValue(inner.Close)}
		go func() {
			defer s.change(+1)
			defer c.Close()
			defer func() {
				if p := recover(); p != nil {
					log.Default().Printf("panic: %#v", p)
				}
			}()
			handle(c)
		}()
	}
}
