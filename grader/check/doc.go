// Package check is the kit that hidden tests are written with, as net/http/httptest
// is for servers of HTTP. An inside check is ten lines:
//
//	func TestMain(m *testing.M) { check.Main(m) }
//
//	func TestSilentClient(t *testing.T) {
//		check.Run(t, func(c *check.C) {
//			ln := c.Listen("listener")
//			c.Go("Echo", func() error { return spawned.Echo(ln) })
//			ln.Dial("A") // connected and silent
//			b := ln.Dial("B")
//			b.Send([]byte("hi"))
//			b.Expect([]byte("hi"), "B must be answered while A is silent: serve each connection on its own goroutine.")
//			ln.Close()
//		})
//	}
package check
