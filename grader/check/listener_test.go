package check_test

import (
	"errors"
	"fmt"
	"net"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/check"
)

func TestListener(t *testing.T) {
	each(t, map[string]func(c *check.C){
		"closed": func(c *check.C) {
			ln := c.Listen("listener")
			require.Equal(c, "127.0.0.1:7001", ln.Addr().String())
			waits := ln.Dial("A")
			require.NoError(c, ln.Close())
			require.NoError(c, ln.Close())
			require.True(c, ln.Closed())
			_, err := ln.Accept()
			opError(c, err, "accept", net.ErrClosed)
			require.False(c, waits.Accepted())
			ln.Dial("B")
			require.Zero(c, ln.Pending())
			require.Zero(c, ln.Accepted())
		},
		"printed": func(c *check.C) {
			ln := c.Listen("listener")
			// None of what a check changes is read, so the detector finds nothing either.
			for _, format := range []string{"%v", "%+v", "%s"} {
				require.Equal(c, "127.0.0.1:7001", fmt.Sprintf(format, ln))
			}
			require.NotContains(c, fmt.Sprintf("%#v", ln), "queue")
			require.NotContains(c, fmt.Sprintf("%+v", struct{ net.Listener }{ln}), "queue")
		},
		"closed while Accept waits": func(c *check.C) {
			ln := c.Listen("listener")
			r := c.Go("Accept", func() error { _, err := ln.Accept(); return err })
			r.StillRunning("there is no client")
			ln.Close()
			opError(c, r.Returns("Close ends Accept"), "accept", net.ErrClosed)
		},
		"fails once": func(c *check.C) {
			ln := c.Listen("listener")
			bad := errors.New("no more descriptors")
			ln.Dial("A")
			ln.FailAccept(bad)
			_, err := ln.Accept()
			require.Equal(c, bad, err)
			_, err = ln.Accept()
			require.NoError(c, err)
			require.Equal(c, 1, ln.Accepted())
			r := c.Go("Accept", func() error { _, err := ln.Accept(); return err })
			r.StillRunning("there is no other client")
			ln.FailAccept(bad)
			require.Equal(c, bad, r.Returns("a failure ends Accept"))
		},
		"closed for thousands": func(c *check.C) {
			// Each is told once, which is not one that is told thousands of times.
			ln := c.Listen("listener")
			ln.Close()
			for range 3000 {
				opError(c, c.Go("Accept", func() error { _, err := ln.Accept(); return err }).Returns("closed"), "accept", net.ErrClosed)
			}
		},
		"in order": func(c *check.C) {
			ln := c.Listen("listener")
			for _, name := range []string{"A", "B", "C"} {
				ln.Dial(name).Send([]byte(name))
			}
			for _, name := range []string{"A", "B", "C"} {
				conn, err := ln.Accept()
				require.NoError(c, err)
				require.Equal(c, name, read(c, conn, 1))
			}
			ln.AwaitAccepted(3, "all are accepted")
		},
	})
}

// In moments, listeners and clients of one name are told apart, and a second listener is marked
// when it is opened.
func TestNamesInMoments(t *testing.T) {
	o := reexec(t, "namesakes")
	require.Len(t, o.Records, 1, o.Output)
	var told []string
	for _, m := range o.Records[0].Events {
		told = append(told, fmt.Sprintf("%s %s %s", m.Kind, m.Who, m.Note))
	}
	require.Equal(t, []string{
		"client A ", "client B ", "close B closed by the client", "client B ",
		"listen listener already open", "listen listener #2 ",
		"client A #2 ", "close A #2 closed by the client", "client A #2 ",
		"close listener listener closed", "listen another ",
	}, told[:11])
}

func namesakes(c *check.C) {
	first := c.Listen("listener")
	first.Dial("A")
	first.Dial("B").Close()
	first.Dial("B") // who has left may come again
	second := c.Listen("listener")
	second.Dial("A").Close()
	second.Dial("A")
	first.Close()
	c.Listen("another")
}
