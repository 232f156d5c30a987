package check_test

import (
	"fmt"
	"net"
	"testing"

	"workbook/grader/check"
	"workbook/grader/check/internal/broken"
)

// A benchmark runs its checks as a test does: each needs a testing.T of its own.
func run(b *testing.B, f func(c *check.C)) {
	ok := testing.RunTests(
		func(_, _ string) (bool, error) { return true, nil },
		[]testing.InternalTest{{Name: b.Name(), F: func(t *testing.T) {
			for b.Loop() {
				check.Run(t, f)
			}
		}}},
	)
	if !ok {
		b.Fatal("the check failed")
	}
}

// An echo check of three clients with everything that ends one.
func BenchmarkEcho(b *testing.B) { run(b, small(broken.Echo)) }

func BenchmarkClients(b *testing.B) {
	for _, n := range []int{100, 1000, 5000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			run(b, func(c *check.C) { crowd(c, n) })
		})
	}
}

func small(f func(net.Listener) error) func(c *check.C) {
	return func(c *check.C) {
		ln, echo := serve(c, f)
		silent := ln.Dial("A")
		for _, name := range []string{"B", "C"} {
			p := ln.Dial(name)
			msg := c.Bytes(100)
			p.Send(msg)
			p.Expect(msg, why)
			silent.ExpectNothing("A sent nothing")
			p.CloseWrite()
			p.ExpectEOF("The client has finished")
			p.AwaitServerClosed("The client has finished")
		}
		ln.Close()
		echo.Returns("The listener is closed")
	}
}

// crowd holds n clients open at the same time, and each must get its answer.
func crowd(c *check.C, n int) {
	ln, _ := serve(c, broken.Echo)
	clients := make([]*check.Conn, n)
	for i := range clients {
		clients[i] = ln.Dial(fmt.Sprint("client ", i))
	}
	ln.AwaitAccepted(n, "Every client must be accepted")
	for _, p := range clients {
		msg := c.Bytes(10)
		p.Send(msg)
		p.Expect(msg, why)
	}
	clients[0].ExpectNothing("nothing more")
}
