// Package spawned serves each client with two goroutines and a channel between
// them.
package spawned

import (
	"net"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		chunks := make(chan []byte, 4)
		gone := make(chan struct{})
		go read(conn, chunks, gone)
		go write(conn, chunks, gone)
	}
}

func read(conn net.Conn, chunks chan<- []byte, gone <-chan struct{}) {
	defer close(chunks)
	for {
		buf := make([]byte, 512)
		n, err := conn.Read(buf)
		if n > 0 {
			select {
			case chunks <- buf[:n]:
			case <-gone:
				return
			}
		}
		if err != nil {
			return
		}
	}
}

func write(conn net.Conn, chunks <-chan []byte, gone chan<- struct{}) {
	defer close(gone)
	defer conn.Close()
	for chunk := range chunks {
		if _, err := conn.Write(chunk); err != nil {
			return
		}
	}
}
