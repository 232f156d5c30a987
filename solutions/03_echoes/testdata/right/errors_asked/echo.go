// The errors are a list that both loops add to without a lock. It says by an Is method
// what it holds, and unwraps to the rest of the list alone.
package echoes

import (
	"net"
	"sync/atomic"
)

// Echoes serves both listeners and returns when both have ended.
func Echoes(first, second net.Listener) error {
	var (
		list atomic.Pointer[node]
		left atomic.Int32
		end  = make(chan struct{})
	)
	left.Store(2)
	for _, ln := range [...]net.Listener{first, second} {
		go func() {
			n := &node{head: accept(ln)}
			for {
				n.tail = list.Load()
				if list.CompareAndSwap(n.tail, n) {
					break
				}
			}
			if left.Add(-1) == 0 {
				close(end)
			}
		}()
	}
	<-end
	return list.Load()
}

func accept(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	for buf := make([]byte, 1500); ; {
		n, err := conn.Read(buf)
		if n > 0 {
			if _, err := conn.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
