package check_test

import (
	"errors"
	"net"
	"os"
	"testing"

	"workbook/grader/check"
)

func TestOutside(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject()
		a := s.Dial("A")
		b := s.Dial("B")
		big := c.Bytes(4 << 20)
		b.Send(big)
		b.Expect(big, "B is answered")
		a.Send([]byte("hi"))
		a.CloseWrite()
		a.Expect([]byte("hi"), "A is answered")
		a.ExpectEOF("A is closed")
		b.Reset()
		s.Alive("the process is there")
		s.CloseListener(0)
		if err := s.Returns("the function returns"); err != nil {
			c.Failf("%v", err)
		}
		if code, _ := s.Exit(); code != 0 {
			c.Failf("code %d", code)
		}
	})
}

var _ = errors.Is
var _ net.Listener
var _ = os.Args
