package echotest

import (
	"errors"
	"net"
	"sync/atomic"
)

// A Hasty listener gives connections that tell the end together with the last of
// Size bytes, as an io.Reader may. The client must close its side after them.
type Hasty struct {
	net.Listener
	Size int
}

// Accept implements net.Listener.
func (l Hasty) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &hastyConn{Conn: conn, left: l.Size}, nil
}

type hastyConn struct {
	net.Conn
	left int
}

func (h *hastyConn) Read(b []byte) (int, error) {
	n, err := h.Conn.Read(b)
	h.left -= n
	if n > 0 && err == nil && h.left <= 0 {
		var more [1]byte
		if _, err = h.Conn.Read(more[:]); err == nil {
			err = errors.New("the client sent more than it said")
		}
	}
	return n, err
}

// A Counting listener gives connections that count the calls of Read.
type Counting struct {
	net.Listener
	Reads *atomic.Int64
}

// Accept implements net.Listener.
func (l Counting) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return countingConn{conn, l.Reads}, nil
}

type countingConn struct {
	net.Conn
	reads *atomic.Int64
}

func (n countingConn) Read(b []byte) (int, error) {
	n.reads.Add(1)
	return n.Conn.Read(b)
}
