// Package spawned holds a lock that all clients share while it writes: one that
// does not read stops them all.
//
//workbook:caught-by TestSlowReader
package spawned

import (
	"net"
	"sync"
)

func Echo(ln net.Listener) error {

	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go serve(conn)
	}
}

var mu sync.Mutex

func serve(conn net.Conn) {
	defer conn.Close()
	buf := make([]byte, 4096)
	for {
		n, err := conn.Read(buf)
		mu.Lock()
		_, werr := conn.Write(buf[:n])
		mu.Unlock()
		if err != nil || werr != nil {
			return
		}
	}
}
