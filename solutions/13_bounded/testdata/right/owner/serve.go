// One goroutine owns the count: the loop. Connections tell it when they are over.
// Nothing is locked and every change is in one select; accepting needs a
// goroutine of its own, as it cannot stand in there.
package bounded

import (
	"errors"
	"log"
	"net"
)

func Serve(ln net.Listener, n int, handle func(net.Conn)) error {
	if n < 1 {
		return errors.New("too few")
	}
	over := make(chan net.Conn)
	conns := make(chan net.Conn)
	failed := make(chan error)
	free := make(chan struct{})
	go func() {
		for range free {
			conn, err := ln.Accept()
			if err != nil {
				failed <- err
				return
			}
			conns <- conn
		}
	}()
	var failure error
	accepting := false
	for open := 0; ; {
		ask := free
		if accepting || open == n || failure != nil {
			ask = nil
		}
		if failure != nil && open == 0 {
			if errors.Is(failure, net.ErrClosed) {
				return nil
			}
			return failure
		}
		select {
		case ask <- struct{}{}:
			accepting = true
		case conn := <-conns:
			accepting = false
			open++
			go one(conn, handle, over)
		case failure = <-failed:
		case conn := <-over:
			conn.Close()
			open--
		}
	}
}

func one(conn net.Conn, handle func(net.Conn), over chan<- net.Conn) {
	defer func() { over <- conn }()
	defer func() {
		if p := recover(); p != nil {
			log.Print("handle: ", p)
		}
	}()
	handle(conn)
}
