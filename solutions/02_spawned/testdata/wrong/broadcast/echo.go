// Package spawned says everything to everybody: a chat, and no echo.
//
//workbook:caught-by TestClientsKeepApart
package spawned

import (
	"io"
	"net"
	"sync"
)

type room struct {
	mu      sync.Mutex
	clients map[net.Conn]bool
}

func Echo(ln net.Listener) error {
	r := &room{clients: make(map[net.Conn]bool)}
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		r.mu.Lock()
		r.clients[conn] = true
		r.mu.Unlock()
		go r.serve(conn)
	}
}

func (r *room) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for conn := range r.clients {
		conn.Write(b)
	}
	return len(b), nil
}

func (r *room) serve(conn net.Conn) {
	io.Copy(r, conn)
	r.mu.Lock()
	delete(r.clients, conn)
	r.mu.Unlock()
	conn.Close()
}
