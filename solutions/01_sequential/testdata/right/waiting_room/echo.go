// Package echo accepts everybody at once into a waiting room, and serves them
// in order of arrival.
package echo

import (
	"io"
	"net"
	"sync"
)

type room struct {
	mu      sync.Mutex
	changed *sync.Cond
	waiting []net.Conn
	err     error
}

func Echo(ln net.Listener) error {
	r := new(room)
	r.changed = sync.NewCond(&r.mu)
	go r.fill(ln)
	for {
		conn, err := r.next()
		if err != nil {
			return err
		}
		io.Copy(conn, conn)
		conn.Close()
	}
}

func (r *room) fill(ln net.Listener) {
	for {
		conn, err := ln.Accept()
		r.mu.Lock()
		if err != nil {
			r.err = err
		} else {
			r.waiting = append(r.waiting, conn)
		}
		r.changed.Signal()
		r.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// next is the error of Accept only when the room is empty.
func (r *room) next() (net.Conn, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(r.waiting) == 0 {
		if r.err != nil {
			return nil, r.err
		}
		r.changed.Wait()
	}
	conn := r.waiting[0]
	r.waiting = r.waiting[1:]
	return conn, nil
}
