package capstone_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"

	capstone "workbook/solutions/17_capstone"

	"workbook/grader/check"
	"workbook/solutions/internal/nettest"
)

// Nothing in the task says how many may come, but n.
func TestCrowd(t *testing.T) {
	run(t, func(c *check.C) {
		for _, n := range []int{1, 1001 + c.Rand().IntN(100)} {
			s := start(c, n)
			clients := make([]*check.Conn, n)
			for i := range clients {
				clients[i] = s.ln.Dial(fmt.Sprintf("client %d", i+1))
			}
			next := s.ln.Dial("one too many")
			full := fmt.Sprintf("There is room for %d, and %d are there", n, n)
			line := word(c)
			for _, a := range clients {
				a.Send([]byte(line))
			}
			for _, a := range clients {
				a.Expect([]byte(answer(line)), full+": all of them must be served at the same time.")
			}
			if next.Accepted() {
				c.Failf("%s, and one more was accepted", full)
			}
			leaves := clients[c.Rand().IntN(n)]
			leaves.CloseWrite()
			s.ends(leaves, "A client is done")
			s.says(next, "One has left a service that was full, and it is the turn of the one that waits.")
			s.tap.Held(c, full)
			ctx, cancel := context.WithCancel(context.Background())
			down := s.shut(ctx, "Shutdown")
			s.isClosed("Shutdown was called while the service was full")
			cancel()
			nettest.Cut(c, down, context.Canceled, "The context of Shutdown was cancelled while the service was full")
			for _, a := range append(clients, next) {
				a.AwaitServerClosed("Shutdown is done: every connection must be closed.")
			}
			c.Settle()
			if now := s.stats("All connections are over"); now.Open != 0 || now.Over != n+1 {
				c.Failf("%d clients have come, all of them are gone, and Stats says that %d are open and %d over", n+1, now.Open, now.Over)
			}
		}
	})
}

// No limit of time is in the task but that of the context.
func TestAsLongAsItTakes(t *testing.T) {
	run(t, func(c *check.C) {
		s := start(c, 4)
		silent, half, slow, busy := s.ln.Dial("A"), s.ln.Dial("B"), s.ln.Dial("C"), s.ln.Dial("D")
		for _, a := range []*check.Conn{silent, half, slow, busy} {
			s.says(a, a.Name()+" must be served.")
		}
		half.Send([]byte("half a "))
		slow.StopReading()
		long := strings.Repeat("x", 3*check.DefaultBuffer) + "\n"
		slow.Send([]byte(long))
		busy.Send([]byte("wait\n"))
		s.work.Arrived(1, "D has sent a line.")
		next := s.ln.Dial("E")
		c.NoPolling("Clients are connected and silent, and something in your package asks again and again whether they are still there.")
		nettest.Age(c)
		const when = "A hundred years have passed, in which A was silent, B had sent half a line, C did not read its answer, and reply was at work for D. Nobody has set a limit"
		s.shows(capstone.Stats{Open: 4, Lines: 4}, when)
		if next.Accepted() {
			c.Failf("%s. There is room for four, who are connected, and E was accepted, who had waited for a hundred years: wait for a slot as long as it takes", when)
		}
		s.says(silent, when+": A must be served.")
		half.Send([]byte("line\n"))
		half.Expect([]byte(answer("half a line\n")), when+": B has sent the other half.")

		down := s.shut(context.Background(), "Shutdown")
		s.isClosed("Shutdown was called")
		c.NoPolling("Shutdown waits for connections, and something in your package looks again and again whether they are over. Let the end of the last one wake it.")
		nettest.Age(c)
		down.StillRunning("Shutdown was called a hundred years ago with a context that is never over, clients are connected, and it has returned: wait for them, as long as it takes")
		s.says(silent, "Shutdown was called a hundred years ago with a context that is never over, and A is connected: let it finish.")
		slow.ResumeReading()
		slow.Expect([]byte(answer(long)), when+": C reads again, and must get all of its answer.")
		s.work.Open()
		busy.Expect([]byte(answer("wait\n")), when+": reply is done, and D must get its answer.")
		for _, a := range []*check.Conn{silent, half, slow, busy} {
			a.Close()
		}
		nettest.Finished(c, down, "Shutdown was called, and the last client has left")
		s.shows(capstone.Stats{Over: 4, Lines: 9}, "All have left")
	})
}

// Whoever watches while connections come and go sees numbers that fit together.
func TestOneMoment(t *testing.T) {
	run(t, func(c *check.C) {
		const n, all = 4, 500
		s := start(c, n)
		panics := 0
		for i := range all {
			a := s.ln.Dial(fmt.Sprintf("client %d", i+1))
			a.Send([]byte("one line\n"))
			if i%8 == 0 {
				a.Send([]byte("panic\n"))
				panics++
			}
			a.CloseWrite()
		}
		watch := c.Go("Stats", func() error {
			var before capstone.Stats
			for range 200_000 { // the machine may be busy with others
				now := s.Stats()
				if wrong := misfit(before, now, n); wrong != "" {
					return fmt.Errorf("%s. Stats said %+v, and just before that %+v", wrong, now, before)
				}
				if before = now; now.Over >= all {
					break
				}
				runtime.Gosched()
			}
			return nil
		})
		if err := watch.Returns("Stats must return."); err != nil {
			c.Fail(check.Mistake{
				Message: fmt.Sprintf("%d clients come, get an answer to one line each, and leave, and meanwhile Stats is called again and again. Its numbers must be those of one moment, and they cannot be: %v. Change all of them under one lock, and copy them under the same", all, err),
			})
		}
		s.shows(capstone.Stats{Over: all, Panicked: panics, Lines: all}, "All have left")
	})
}

// misfit says what cannot be, where each connection is answered one line before it
// ends. It is empty when all fits.
func misfit(before, now capstone.Stats, n int) string {
	switch {
	case now.Open < 0 || now.Open > n:
		return fmt.Sprintf("%d are open, and there is room for %d", now.Open, n)
	case now.Panicked > now.Over:
		return "more connections were ended by a panic than are over"
	case now.Lines < now.Over:
		return "more connections are over than lines were answered, and each had one"
	case now.Lines > now.Over+now.Open:
		return "more lines were answered than connections have come, and each had one"
	case now.Over < before.Over || now.Panicked < before.Panicked || now.Lines < before.Lines:
		return "a number that only grows has become smaller"
	case now.Over+now.Open < before.Over+before.Open:
		return "fewer connections have come in all than a moment ago"
	}
	return ""
}
