// Package spawned keeps a record of each client, with a lock that its
// goroutine holds for as long as it serves.
package spawned

import (
	"io"
	"net"
	"sync"
)

type client struct {
	mu    sync.Mutex
	conn  net.Conn
	bytes int64
}

func Echo(ln net.Listener) error {
	var mu sync.Mutex
	var clients []*client
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		c := &client{conn: conn}
		mu.Lock()
		clients = append(clients, c)
		mu.Unlock()
		go c.serve()
	}
}

func (c *client) serve() {
	c.mu.Lock()
	defer c.mu.Unlock()
	defer c.conn.Close()
	c.bytes, _ = io.Copy(c.conn, c.conn)
}
