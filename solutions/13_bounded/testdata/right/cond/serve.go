// A counter under a lock, and a condition variable for those who wait for it to
// change. The same variable serves who waits for room and who waits for the end;
// each change wakes them all.
package bounded

import (
	"errors"
	"fmt"
	"log"
	"net"
	"runtime/debug"
	"sync"
)

type room struct {
	mu      sync.Mutex
	changed *sync.Cond
	open    int
}

func newRoom() *room {
	r := new(room)
	r.changed = sync.NewCond(&r.mu)
	return r
}

// below waits until fewer than n are open.
func (r *room) below(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.open >= n {
		r.changed.Wait()
	}
}

func (r *room) add(d int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open += d
	r.changed.Broadcast()
}

func Serve(ln net.Listener, n int, handle func(net.Conn)) (err error) {
	if n < 1 {
		return fmt.Errorf("n is %d", n)
	}
	r := newRoom()
	for {
		r.below(n)
		conn, err := ln.Accept()
		if err != nil {
			r.below(1)
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			return fmt.Errorf("after Accept failed: %w", err)
		}
		r.add(1)
		go func() {
			defer r.add(-1)
			defer conn.Close()
			defer report()
			handle(conn)
		}()
	}
}

func report() {
	if p := recover(); p != nil {
		log.Printf("%v\n%s", p, debug.Stack())
	}
}
