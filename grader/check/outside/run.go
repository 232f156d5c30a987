package outside

import "testing"

// Run runs an outside check: f talks to a subject program, a process of its own, over
// real TCP and in real time. When f returns the subject programs that it started are
// killed.
func Run(t *testing.T, f func(c *C)) {
	t.Helper()
	c := newC(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		whole := false
		defer c.base.Catch(&whole)
		f(c)
		c.alive()
		c.base.Soft()
		whole = true
	}()
	select {
	case <-done:
	case <-c.failedIn:
	}
	c.base.LetGo()
	c.base.Finish()
}
