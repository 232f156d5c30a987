package echotest

import (
	"errors"
	"net"
	"sync/atomic"

	"workbook/grader/check"
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

// An Idle listener gives connections of which each second Read gives no bytes and no error,
// as an io.Reader may.
type Idle struct{ net.Listener }

// Accept implements net.Listener.
func (l Idle) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &idleConn{Conn: conn}, nil
}

type idleConn struct {
	net.Conn
	reads atomic.Int64
}

func (i *idleConn) Read(b []byte) (int, error) {
	if i.reads.Add(1)%2 == 1 {
		return 0, nil
	}
	return i.Conn.Read(b)
}

// Short is a listener that gives n connections and then fails with err, without waiting.
func Short(ln net.Listener, n int64, err error) net.Listener {
	l := &short{Listener: ln, err: err}
	l.left.Store(n)
	return l
}

type short struct {
	net.Listener
	left atomic.Int64
	err  error
}

func (l *short) Accept() (net.Conn, error) {
	if l.left.Add(-1) < 0 {
		return nil, l.err
	}
	return l.Listener.Accept()
}

// A Held listener gives connections whose Close waits at Gate, if there is one,
// closes then, and gives Err.
type Held struct {
	net.Listener
	Gate *check.Gate
	Err  error
}

// Accept implements net.Listener.
func (l Held) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return heldConn{conn, l}, nil
}

type heldConn struct {
	net.Conn
	l Held
}

func (h heldConn) Close() error {
	if h.l.Gate != nil {
		h.l.Gate.Wait()
	}
	if err := h.Conn.Close(); err != nil {
		return err
	}
	return h.l.Err
}

// CloseFails is a listener whose connections give an error when they are closed,
// and are closed.
func CloseFails(ln net.Listener) net.Listener { return Held{Listener: ln, Err: errClose} }

// errClose is what Close of a connection may give, though the connection is closed.
var errClose = errors.New("close: input/output error")

// A Nameless listener is one whose address says nothing, as that of a pipe: all of them
// have the same.
type Nameless struct{ net.Listener }

// Addr implements net.Listener.
func (Nameless) Addr() net.Addr { return nameless }

var nameless = &net.UnixAddr{Net: "unix"}
