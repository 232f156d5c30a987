package nettest

import (
	"fmt"
	"net"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/check"
)

func TestMain(m *testing.M) { check.Main(m) }

// accept is a call of Accept and what it gave.
func accept(c *check.C, l net.Listener) (*check.Call, *net.Conn) {
	conn := new(net.Conn)
	return c.Go("Accept", func() (err error) { *conn, err = l.Accept(); return err }), conn
}

// counts are most and pushy, which Held fails for.
func (l *Tap) counts() [2]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return [2]int{l.most, l.pushy}
}

func TestTapCounts(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln := c.Listen("listener")
		tap := &Tap{Listener: ln, Limit: 1}
		ln.Dial("client")
		first, conn := accept(c, tap)
		require.NoError(c, first.Returns("a client waits"))
		require.Equal(c, [2]int{1, 0}, tap.counts())
		require.NoError(c, (*conn).Close())
		require.Error(c, (*conn).Close(), "closed once already")

		// One after the other is within the limit.
		ln.Dial("client")
		second, conn := accept(c, tap)
		require.NoError(c, second.Returns("a client waits"))
		require.Equal(c, [2]int{1, 0}, tap.counts())
		require.Equal(c, (*conn).RemoteAddr().String(), tap.Clients()[1])
		require.Len(c, tap.Clients(), 2)
		tap.Held(c, "one after the other")

		// An Accept beside an open connection is not, whether it gives one or not.
		third, _ := accept(c, tap)
		c.Settle()
		require.Equal(c, [2]int{1, 1}, tap.counts())
		ln.Close()
		require.ErrorIs(c, third.Returns("the listener is closed"), net.ErrClosed)
	})
}

func TestTapSeesTwoAtOnce(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln := c.Listen("listener")
		tap := &Tap{Listener: ln, Limit: 1}
		one, _ := accept(c, tap)
		two, _ := accept(c, tap)
		c.Settle()
		require.Equal(c, [2]int{0, 0}, tap.counts(), "nothing is open while both wait")
		ln.Dial("A")
		ln.Dial("B")
		require.NoError(c, one.Returns("a client waits"))
		require.NoError(c, two.Returns("a client waits"))
		require.Equal(c, [2]int{2, 0}, tap.counts())
	})
}

func TestTapHolds(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln := c.Listen("listener")
		tap := &Tap{Listener: ln, Accepting: c.Gate("Accept"), Closing: c.Gate("Close")}
		ln.Dial("A")
		call, conn := accept(c, tap)
		tap.Accepting.Arrived(1, "Accept has a connection")
		call.StillRunning("the gate is closed")
		tap.Accepting.Open()
		require.NoError(c, call.Returns("the gate is open"))

		closing := c.Go("Close", func() error { return (*conn).Close() })
		tap.Closing.Arrived(1, "Close was called")
		closing.StillRunning("the gate is closed")
		require.Equal(c, 1, tap.open, "a connection is open until its Close has passed the gate")
		tap.Closing.Open()
		require.NoError(c, closing.Returns("the gate is open"))
		require.Zero(c, tap.open)
		tap.Held(c, "there is no limit")
	})
}

// A learner may log the listener and its connections while the check goes on.
func TestTapIsPrintedAsItsListener(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln := c.Listen("listener")
		tap := &Tap{Listener: ln, Limit: 7}
		ln.Dial("A")
		conn, err := tap.Accept()
		require.NoError(c, err)
		inner := conn.(*tapped).Conn
		for _, format := range []string{"%v", "%+v", "%s"} {
			require.Equal(c, fmt.Sprintf(format, ln), fmt.Sprintf(format, tap))
			require.Equal(c, fmt.Sprintf(format, inner), fmt.Sprintf(format, conn))
		}
		require.NotContains(c, fmt.Sprintf("%#v", tap), "pushy")
		require.NotContains(c, fmt.Sprintf("%+v", struct{ net.Conn }{conn}), "pushy")
	})
}
