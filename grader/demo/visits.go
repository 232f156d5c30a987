package demo

import (
	"context"
	"net"
	"sync"
)

// Visits tell a server whose lane a connection belongs to.
type visits struct {
	mu    sync.Mutex
	lanes map[string]*lane // by the client's address
	count int
	first chan struct{} // closed when the server is with the first; nil: the first is like others
}

// dial connects, and lets the server know whose connection it is.
func (v *visits) dial(ctx context.Context, addr string, l *lane) (net.Conn, func(), error) {
	v.mu.Lock() // until the server can look the address up
	defer v.mu.Unlock()
	conn, hangUp, err := dial(ctx, addr)
	if err == nil {
		v.lanes[conn.LocalAddr().String()] = l
	}
	return conn, hangUp, err
}

// echo sends back what a client sends, until it has sent all.
func (v *visits) echo(conn net.Conn) {
	v.arrive(conn)
	buf := make([]byte, 512)
	for {
		n, err := conn.Read(buf)
		if err != nil {
			return
		}
		if _, err := conn.Write(buf[:n]); err != nil {
			return
		}
	}
}

// arrive notes that the server is with a client now. The first is silent at first.
func (v *visits) arrive(conn net.Conn) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.count++
	l := v.lanes[conn.RemoteAddr().String()]
	kind := Served
	if v.count == 1 && v.first != nil {
		kind = Silent
		defer close(v.first)
	}
	if l != nil {
		l.is(kind)
	}
}
