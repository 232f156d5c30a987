package check_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/check"
)

// dialed is a client and the server's end of its connection.
func dialed(c *check.C, opts ...check.ListenOption) (*check.Conn, net.Conn) {
	ln := c.Listen("listener", opts...)
	a := ln.Dial("A")
	conn, err := ln.Accept()
	require.NoError(c, err)
	return a, conn
}

func read(c *check.C, conn net.Conn, n int) string {
	b := make([]byte, n)
	_, err := io.ReadFull(conn, b)
	require.NoError(c, err)
	return string(b)
}

func closeWrite(c *check.C, conn net.Conn) {
	require.NoError(c, conn.(interface{ CloseWrite() error }).CloseWrite())
}

// opError requires what package net gives.
func opError(c *check.C, err error, op string, target error) {
	var oe *net.OpError
	require.ErrorAs(c, err, &oe)
	require.Equal(c, op, oe.Op)
	require.Equal(c, "tcp", oe.Net)
	require.ErrorIs(c, err, target)
	require.True(c, check.Wraps(err, target))
}

// each runs every function as a check of its own.
func each(t *testing.T, checks map[string]func(c *check.C)) {
	for name, f := range checks {
		t.Run(name, func(t *testing.T) { check.Run(t, f) })
	}
}

func TestServerConnReads(t *testing.T) {
	each(t, map[string]func(c *check.C){
		"counted": func(c *check.C) {
			a, conn := dialed(c)
			require.Zero(c, a.ReadCalls())
			a.Send([]byte("abc"))
			for i := range 3 {
				read(c, conn, 1)
				require.Equal(c, i+1, a.ReadCalls())
			}
		},
		"in pieces": func(c *check.C) {
			a, conn := dialed(c)
			a.Send([]byte("abc"))
			a.Send([]byte("def"))
			require.Equal(c, "ab", read(c, conn, 2))
			require.Equal(c, "cdef", read(c, conn, 4))
		},
		"what was sent before it was accepted": func(c *check.C) {
			ln := c.Listen("listener")
			a := ln.Dial("A")
			a.Send([]byte("early"))
			a.Close()
			require.False(c, a.Accepted())
			require.Equal(c, 1, ln.Pending())
			conn, err := ln.Accept()
			require.NoError(c, err)
			require.True(c, a.Accepted())
			require.Zero(c, ln.Pending())
			b, err := io.ReadAll(conn)
			require.NoError(c, err)
			require.Equal(c, "early", string(b))
		},
		"the end after what was sent": func(c *check.C) {
			a, conn := dialed(c)
			a.Send([]byte("x"))
			a.CloseWrite()
			a.Send([]byte("too late"))
			require.Equal(c, "x", read(c, conn, 1))
			for range 2 {
				n, err := conn.Read(make([]byte, 1))
				require.Zero(c, n)
				require.Equal(c, io.EOF, err) // bare, as package net gives it
			}
			_, err := conn.Write([]byte("answer"))
			require.NoError(c, err)
			a.Expect([]byte("answer"), "a half-closed connection carries answers")
		},
		"nothing into no buffer": func(c *check.C) {
			a, conn := dialed(c)
			n, err := conn.Read(nil)
			require.Zero(c, n)
			require.NoError(c, err)
			a.Close()
			_, err = conn.Read(nil)
			require.NoError(c, err)
		},
		"a reset, which loses what is under way": func(c *check.C) {
			a, conn := dialed(c)
			a.Send([]byte("lost"))
			a.Reset()
			_, err := conn.Read(make([]byte, 10))
			opError(c, err, "read", syscall.ECONNRESET)
			require.EqualError(c, err, "read tcp 127.0.0.1:7001->127.0.0.1:40001: read: "+syscall.ECONNRESET.Error())
			_, err = conn.Write([]byte("x"))
			opError(c, err, "write", syscall.ECONNRESET)
		},
		"a reset while it waits": func(c *check.C) {
			a, conn := dialed(c)
			r := c.Go("Read", func() error { _, err := conn.Read(make([]byte, 1)); return err })
			c.Settle()
			a.Reset()
			opError(c, r.Returns("a reset ends Read"), "read", syscall.ECONNRESET)
		},
		"a failure": func(c *check.C) {
			a, conn := dialed(c)
			bad := errors.New("bad cable")
			r := c.Go("Read", func() error { _, err := conn.Read(make([]byte, 1)); return err })
			c.Settle()
			a.FailReads(bad)
			opError(c, r.Returns("a failure ends Read"), "read", bad)
			_, err := conn.Write([]byte("x"))
			require.NoError(c, err)
		},
		"own Close while it waits": func(c *check.C) {
			_, conn := dialed(c)
			r := c.Go("Read", func() error { _, err := conn.Read(make([]byte, 1)); return err })
			c.Settle()
			require.NoError(c, conn.Close())
			opError(c, r.Returns("Close ends Read"), "read", net.ErrClosed)
		},
	})
}

func TestServerConnWrites(t *testing.T) {
	each(t, map[string]func(c *check.C){
		"after the client has gone": func(c *check.C) {
			a, conn := dialed(c)
			a.Close()
			_, err := conn.Write([]byte("x"))
			opError(c, err, "write", syscall.EPIPE)
			n, err := conn.Read(make([]byte, 1))
			require.Zero(c, n)
			require.Equal(c, io.EOF, err)
		},
		"after its own CloseWrite": func(c *check.C) {
			a, conn := dialed(c)
			closeWrite(c, conn)
			closeWrite(c, conn)
			_, err := conn.Write([]byte("x"))
			opError(c, err, "write", syscall.EPIPE)
			a.ExpectEOF("CloseWrite is the end")
			require.False(c, a.ServerClosed())
			a.Send([]byte("x"))
			require.Equal(c, "x", read(c, conn, 1))
		},
		"nothing": func(c *check.C) {
			_, conn := dialed(c)
			n, err := conn.Write(nil)
			require.Zero(c, n)
			require.NoError(c, err)
		},
		"more than a client who does not read can hold": func(c *check.C) {
			a, conn := dialed(c)
			payload := c.Bytes(3*check.DefaultBuffer + 17)
			a.StopReading()
			w := c.Go("Write", func() error {
				n, err := conn.Write(payload)
				require.Equal(c, len(payload), n)
				return err
			})
			w.StillRunning("Write has no room")
			require.Len(c, a.Received(), check.DefaultBuffer)
			require.Equal(c, payload[:100], a.Read(100, "what is there can be read"))
			w.StillRunning("Write has no room")
			require.Len(c, a.Received(), check.DefaultBuffer)
			a.Expect(payload[100:check.DefaultBuffer+100], "Expect makes room, too")
			w.StillRunning("Write has no room")
			a.ResumeReading()
			require.NoError(c, w.Returns("the client reads again"))
			a.Expect(payload[check.DefaultBuffer+100:], "the rest")
		},
		"into a small buffer": func(c *check.C) {
			a, conn := dialed(c, check.Buffer(4))
			a.StopReading()
			w := c.Go("Write", func() error { _, err := conn.Write([]byte("0123456789")); return err })
			w.StillRunning("Write has no room")
			require.Equal(c, "0123", string(a.Received()))
			a.Reset()
			opError(c, w.Returns("a reset ends Write"), "write", syscall.ECONNRESET)
		},
		"own Close while it waits": func(c *check.C) {
			a, conn := dialed(c)
			a.StopReading()
			var n int
			w := c.Go("Write", func() (err error) { n, err = conn.Write(make([]byte, 1<<20)); return err })
			c.Settle()
			require.NoError(c, conn.Close())
			opError(c, w.Returns("Close ends Write"), "write", net.ErrClosed)
			require.Equal(c, check.DefaultBuffer, n)
		},
		"a failure": func(c *check.C) {
			a, conn := dialed(c)
			a.StopReading()
			bad := errors.New("bad cable")
			w := c.Go("Write", func() error { _, err := conn.Write(make([]byte, 1<<20)); return err })
			c.Settle()
			a.FailWrites(bad)
			opError(c, w.Returns("a failure ends Write"), "write", bad)
			a.Send([]byte("x"))
			require.Equal(c, "x", read(c, conn, 1))
		},
	})
}

func TestServerConnCloses(t *testing.T) {
	check.Run(t, func(c *check.C) {
		a, conn := dialed(c)
		a.Send([]byte("unread"))
		_, err := conn.Write([]byte("last"))
		require.NoError(c, err)
		require.False(c, a.ServerClosed())
		require.NoError(c, conn.Close())
		require.True(c, a.ServerClosed())
		opError(c, conn.Close(), "close", net.ErrClosed)
		opError(c, conn.(interface{ CloseWrite() error }).CloseWrite(), "close", net.ErrClosed)
		opError(c, conn.SetDeadline(time.Time{}), "set", net.ErrClosed)
		_, err = conn.Read(make([]byte, 1))
		opError(c, err, "read", net.ErrClosed)
		_, err = conn.Write([]byte("x"))
		opError(c, err, "write", net.ErrClosed)
		a.Expect([]byte("last"), "what was written before Close arrives")
		a.ExpectEOF("and then the end")
		a.AwaitServerClosed("the server has closed")
		a.Send([]byte("into the void"))
	})
}

func TestServerConnDeadlines(t *testing.T) {
	timedOut := func(c *check.C, err error, op string) {
		opError(c, err, op, os.ErrDeadlineExceeded)
		var ne net.Error
		require.ErrorAs(c, err, &ne)
		require.True(c, ne.Timeout())
	}
	each(t, map[string]func(c *check.C){
		"wakes a Read": func(c *check.C) {
			_, conn := dialed(c)
			require.NoError(c, conn.SetReadDeadline(time.Now().Add(time.Minute)))
			_, err := conn.Read(make([]byte, 1))
			timedOut(c, err, "read")
			require.Equal(c, time.Minute, c.Now())
			_, err = conn.Write([]byte("x"))
			require.NoError(c, err)
		},
		"wakes a Write": func(c *check.C) {
			a, conn := dialed(c)
			a.StopReading()
			require.NoError(c, conn.SetWriteDeadline(time.Now().Add(time.Minute)))
			n, err := conn.Write(make([]byte, 1<<20))
			timedOut(c, err, "write")
			require.Equal(c, check.DefaultBuffer, n)
			require.Equal(c, time.Minute, c.Now())
		},
		"in the past": func(c *check.C) {
			a, conn := dialed(c)
			a.Send([]byte("x"))
			require.NoError(c, conn.SetDeadline(time.Now().Add(-1)))
			_, err := conn.Read(make([]byte, 1))
			timedOut(c, err, "read")
			_, err = conn.Write([]byte("x"))
			timedOut(c, err, "write")
			require.NoError(c, conn.SetDeadline(time.Time{}))
			require.Equal(c, "x", read(c, conn, 1))
		},
		"set while a Read waits": func(c *check.C) {
			_, conn := dialed(c)
			r := c.Go("Read", func() error { _, err := conn.Read(make([]byte, 1)); return err })
			c.Settle()
			require.NoError(c, conn.SetReadDeadline(time.Unix(1, 0)))
			timedOut(c, r.Returns("a deadline ends Read"), "read")
			require.Zero(c, c.Now())
		},
		"moved while a Read waits": func(c *check.C) {
			a, conn := dialed(c)
			require.NoError(c, conn.SetReadDeadline(time.Now().Add(time.Second)))
			r := c.Go("Read", func() error { _, err := conn.Read(make([]byte, 1)); return err })
			c.Settle()
			require.NoError(c, conn.SetReadDeadline(time.Now().Add(time.Hour)))
			c.Sleep(time.Minute)
			r.StillRunning("the first deadline is off")
			a.Send([]byte("x"))
			require.NoError(c, r.Returns("data ends Read"))
		},
		"called off": func(c *check.C) {
			a, conn := dialed(c)
			require.NoError(c, conn.SetReadDeadline(time.Now().Add(time.Second)))
			require.NoError(c, conn.SetReadDeadline(time.Time{}))
			r := c.Go("Read", func() error { _, err := conn.Read(make([]byte, 1)); return err })
			c.Sleep(time.Hour)
			r.StillRunning("there is no deadline")
			a.Close()
			require.Equal(c, io.EOF, r.Returns("the end ends Read"))
		},
	})
}

func TestServerConnIsAPlainConn(t *testing.T) {
	check.Run(t, func(c *check.C) {
		_, conn := dialed(c)
		_, is := conn.(*net.TCPConn)
		require.False(c, is)
		_, is = conn.(io.ReaderFrom)
		require.False(c, is)
		_, is = conn.(io.WriterTo)
		require.False(c, is)
		require.Equal(c, "127.0.0.1:7001", conn.LocalAddr().String())
		require.Equal(c, "127.0.0.1:40001", conn.RemoteAddr().String())
		require.Equal(c, "tcp", conn.RemoteAddr().Network())
	})
}

// Both directions at once, in pieces of all sizes.
func TestServerConnCarriesEverything(t *testing.T) {
	check.Run(t, func(c *check.C) {
		a, conn := dialed(c, check.Buffer(1000))
		up, down := c.Bytes(200_000), c.Bytes(300_000)
		var got bytes.Buffer
		r := c.Go("Read", func() error {
			b := make([]byte, 777)
			_, err := io.CopyBuffer(struct{ io.Writer }{&got}, conn, b)
			return err
		})
		w := c.Go("Write", func() error {
			_, err := io.CopyBuffer(conn, struct{ io.Reader }{bytes.NewReader(down)}, make([]byte, 1234))
			closeWrite(c, conn)
			return err
		})
		a.StopReading()
		a.Send(up)
		a.CloseWrite()
		a.Expect(down, "everything arrives")
		a.ExpectEOF("and then the end")
		require.NoError(c, r.Returns("the client has finished"))
		require.NoError(c, w.Returns("the client has read"))
		require.True(c, bytes.Equal(up, got.Bytes()))
	})
}

// What the race detector sees when everything happens at once.
func TestServerConnIsSafe(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for i := range 20 {
			a, conn := dialed(c)
			a.StopReading()
			var wg sync.WaitGroup
			for range 2 {
				wg.Go(func() { io.Copy(io.Discard, conn) })
				wg.Go(func() { conn.Write(make([]byte, 1<<20)) })
				wg.Go(func() { conn.SetDeadline(time.Now().Add(time.Duration(i))) })
				wg.Go(func() { a.Send([]byte("x")); a.Received() })
				wg.Go(func() { c.Sleep(time.Duration(i)); conn.Close() })
			}
			wg.Wait()
		}
	})
}
