// Package spawned takes its buffers from a sync.Pool. With many short connections
// that spares the garbage collector work; a buffer that is used after Put is
// somebody else's.
package spawned

import (
	"errors"
	"net"
	"sync"
)

var buffers = sync.Pool{New: func() any { return new([8192]byte) }}

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		switch {
		case err == nil:
			go echo(conn)
		case errors.Is(err, net.ErrClosed):
			return nil
		default:
			return err
		}
	}
}

func echo(conn net.Conn) {
	defer conn.Close()
	buf := buffers.Get().(*[8192]byte)
	defer buffers.Put(buf)
	for {
		n, err := conn.Read(buf[:])
		if _, werr := conn.Write(buf[:n]); werr != nil || err != nil {
			return
		}
	}
}
