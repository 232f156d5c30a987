// Accept has a goroutine of its own, which hands on what it gets; Serve returns when the last client is gone.
package isolate

import (
	"errors"
	"net"
	"runtime/debug"
	"sync"
)

var ErrAbort = errors.New("isolate: connection aborted")

type Panic struct {
	Client net.Addr
	Value  any
	Stack  []byte
}

func Serve(ln net.Listener, handle func(net.Conn), report func(Panic)) error {
	conns := make(chan net.Conn)
	failed := make(chan error, 1)
	go func() {
		defer close(conns)
		for {
			conn, err := ln.Accept()
			if err != nil {
				failed <- err
				return
			}
			conns <- conn
		}
	}()
	var all sync.WaitGroup
	for conn := range conns {
		all.Add(1)
		go func() {
			defer all.Done()
			serve(conn, handle, report)
		}()
	}
	all.Wait()
	if err := <-failed; !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

func serve(conn net.Conn, handle func(net.Conn), report func(Panic)) {
	defer func() {
		v := recover()
		conn.Close()
		if v != nil && v != ErrAbort {
			report(Panic{Client: conn.RemoteAddr(), Value: v, Stack: debug.Stack()})
		}
	}()
	handle(conn)
}
