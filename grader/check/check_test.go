package check_test

import (
	"net"
	"testing"
	"time"

	"workbook/grader/check"
	"workbook/grader/check/internal/broken"
)

func TestMain(m *testing.M) { check.Main(m) }

func echo(c *check.C, f func(net.Listener) error) {
	ln := c.Listen("listener")
	echo := c.Go("Echo", func() error { return f(ln) })
	a := ln.Dial("A")
	b := ln.Dial("B")
	msg := c.Bytes(20)
	b.Send(msg)
	b.Expect(msg, "B must be answered while A is silent")
	a.ExpectNothing("A sent nothing")
	big := c.Bytes(1 << 20)
	a.Send(big)
	a.Expect(big, "Every byte must come back")
	a.CloseWrite()
	a.ExpectEOF("A is done")
	b.Close()
	b.AwaitServerClosed("B is done")
	ln.Close()
	if err := echo.Returns("Echo must return when the listener was closed"); err != nil {
		c.Failf("wrong error %v", err)
	}
}

func TestRight(t *testing.T) {
	check.Run(t, func(c *check.C) { echo(c, broken.Echo) })
}

func TestDelay(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln := c.Listen("listener")
		c.Go("Echo", func() error { return broken.Delay(ln) })
		a := ln.Dial("A")
		for range 1000 {
			a.Send([]byte("x"))
			a.Expect([]byte("x"), "eventually")
		}
		if c.Now() != 1000*time.Second {
			c.Failf("%v", c.Now())
		}
	})
}
