// Package spawned gives its buffer back to the pool before it is written.
//
//workbook:caught-by TestSlowReader
package spawned

import (
	"net"
	"sync"
)

var pool = sync.Pool{New: func() any { return new([4096]byte) }}

func Echo(ln net.Listener) error {
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
	for {
		buf := pool.Get().(*[4096]byte)
		n, err := conn.Read(buf[:])
		pool.Put(buf)
		if _, werr := conn.Write(buf[:n]); werr != nil || err != nil {
			return
		}
	}
}
