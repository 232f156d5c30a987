package check_test

import (
	"net"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/check"
	"workbook/grader/check/internal/broken"
)

// A watched listener knows from which line it was accepted first.
type watched struct {
	net.Listener
	at *check.Position
}

func (l watched) Accept() (net.Conn, error) {
	func() { // however deep
		if l.at.Line == 0 {
			*l.at = check.Caller()
		}
	}()
	return l.Listener.Accept()
}

func TestCaller(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln := watched{c.Listen("listener"), new(check.Position)}
		echo := c.Go("Echo", func() error { return broken.Sequential(ln) })
		c.Settle()
		ln.Close()
		_ = echo.Returns("the listener is closed")
		source, err := os.ReadFile("internal/broken/broken.go")
		require.NoError(c, err)
		require.True(c, strings.HasSuffix(ln.at.File, "broken.go"), ln.at.File)
		require.Contains(c, strings.Split(string(source), "\n")[ln.at.Line-1], "ln.Accept()")
		require.Zero(c, check.Caller(), "nothing of the learner's is on this stack")
	})
}
