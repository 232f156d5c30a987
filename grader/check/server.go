package check

import (
	"io"
	"net"
	"os"
	"slices"
	"time"

	"workbook/grader/report/outcome"
)

// A serverConn is the server's end of a connection: what the learner's code gets
// from Accept. It behaves as a *net.TCPConn does, without being one.
type serverConn struct{ k *link }

var _ interface {
	net.Conn
	CloseWrite() error
} = serverConn{}

func (s serverConn) Read(p []byte) (int, error) {
	k := s.k
	k.reads.note(k.c)
	k.mu.Lock()
	k.readCalls++
	n, err := s.readLocked(p)
	k.mu.Unlock()
	if n > 0 {
		k.c.happened()
	}
	if err != nil && err != io.EOF {
		err = s.opError("read", err)
	}
	if k.readFails.again(n > 0, err) {
		k.readsForEver(err)
	}
	return n, err
}

func (s serverConn) readLocked(p []byte) (int, error) {
	k := s.k
	for {
		switch {
		case k.serverEnd:
			return 0, net.ErrClosed
		case len(p) == 0:
			return 0, nil
		case k.readBy.past:
			k.timedOut = true
			return 0, os.ErrDeadlineExceeded
		case k.readErr != nil:
			return 0, k.readErr
		case k.reset:
			return 0, resetError("read")
		case len(k.toServer) > 0:
			k.timedOut = false
			n := copy(p, k.toServer)
			if k.toServer = k.toServer[n:]; len(k.toServer) == 0 {
				k.toServer = nil
			}
			return n, nil
		case k.clientEOF:
			return 0, io.EOF
		}
		k.readers.Wait()
	}
}

func (s serverConn) Write(p []byte) (int, error) {
	k := s.k
	k.writes.note(k.c)
	k.mu.Lock()
	n, err := s.writeLocked(p)
	k.mu.Unlock()
	if err != nil {
		err = s.opError("write", err)
	}
	if k.writeFails.again(err == nil, err) {
		k.writesForEver(err)
	}
	return n, err
}

// writeLocked tells of each part that arrives, so that a client who waits for it
// can make room for the next.
func (s serverConn) writeLocked(p []byte) (done int, err error) {
	k := s.k
	for {
		switch {
		case k.serverEnd:
			return done, net.ErrClosed
		case k.writeBy.past:
			k.timedOut = true
			return done, os.ErrDeadlineExceeded
		case k.writeErr != nil:
			return done, k.writeErr
		case k.reset:
			return done, resetError("write")
		case k.serverEOF, k.clientGone:
			return done, pipeError("write")
		}
		n := len(p) - done
		if k.stopped {
			n = min(n, max(k.ln.buffer-k.held, 0))
			k.held += n
		}
		if n > 0 {
			if len(k.toClient) > 64<<10 && cap(k.toClient)-len(k.toClient) < n { // the client is behind, and most servers send back what they get
				k.toClient = slices.Grow(k.toClient, max(n, min(k.delivered-k.received, 1<<20)))
			}
			k.toClient = append(k.toClient, p[done:done+n]...)
			k.received += n
			done += n
			k.c.happened()
		}
		if done == len(p) {
			return done, nil
		}
		k.writers.Wait()
	}
}

// Close closes both directions. A second Close fails, as a net.Conn's does.
func (s serverConn) Close() error {
	var again bool
	s.k.closes.note(s.k.c)
	s.k.change(func() {
		again = s.k.serverEnd
		s.k.serverEnd = true
		s.k.serverEOF = true
		s.k.toServer = nil
		s.k.readBy.stop()
		s.k.writeBy.stop()
	})
	if again {
		return s.opError("close", net.ErrClosed)
	}
	s.k.c.Mark(outcome.Closed, s.k.lane, "closed by the server")
	return nil
}

// CloseWrite closes the writing direction: the client reads EOF.
func (s serverConn) CloseWrite() error {
	var closed bool
	s.k.closes.note(s.k.c)
	s.k.change(func() {
		if closed = s.k.serverEnd; !closed {
			s.k.serverEOF = true
		}
	})
	if closed {
		return s.opError("close", net.ErrClosed)
	}
	return nil
}

func (s serverConn) LocalAddr() net.Addr  { return s.k.ln.addr }
func (s serverConn) RemoteAddr() net.Addr { return s.k.addr }

func (s serverConn) SetDeadline(t time.Time) error      { return s.setDeadlines(t, true, true) }
func (s serverConn) SetReadDeadline(t time.Time) error  { return s.setDeadlines(t, true, false) }
func (s serverConn) SetWriteDeadline(t time.Time) error { return s.setDeadlines(t, false, true) }

func (s serverConn) setDeadlines(t time.Time, read, write bool) error {
	k := s.k
	k.limits.note(k.c)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.serverEnd {
		return s.opError("set", net.ErrClosed)
	}
	k.readFails.forget() // what failed may work with other time limits
	k.writeFails.forget()
	if read {
		k.readBy.setLocked(k, t, k.readers)
	}
	if write {
		k.writeBy.setLocked(k, t, k.writers)
	}
	return nil
}

func (s serverConn) opError(op string, err error) error {
	e := &net.OpError{Op: op, Net: "tcp", Source: s.k.ln.addr, Addr: s.k.addr, Err: err}
	if op == "set" {
		e.Source, e.Addr = nil, s.k.ln.addr
	}
	return e
}
