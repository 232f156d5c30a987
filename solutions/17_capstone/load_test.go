package capstone_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	capstone "workbook/solutions/17_capstone"

	"workbook/grader/check"
	"workbook/solutions/internal/nettest"
)

// A script is what one client of the load sends, and what must come of it.
type script struct {
	sent, want string
	lines      int
	panics     bool
}

// newScript makes one up.
func newScript(c *check.C) script {
	var s script
	r := c.Rand()
	add := func(line, want string) {
		s.sent, s.want, s.lines = s.sent+line, s.want+want, s.lines+1
	}
	for range r.IntN(6) {
		switch r.IntN(5) {
		case 0:
			add("drop\n", "")
		case 1:
			add("twice\n", "twice\ntwice\n")
		case 2:
			line := strings.Repeat("x", r.IntN(9000)) + "\n"
			add(line, answer(line))
		case 3:
			line := string(c.Bytes(8+r.IntN(40))) + "\n"
			for part := range strings.Lines(line) { // any newline in it ends a line
				add(part, answer(part))
			}
		default:
			line := word(c)
			add(line, answer(line))
		}
	}
	switch r.IntN(6) {
	case 0:
		s.sent, s.panics = s.sent+"panic in the load\nnever\n", true
	case 1:
		s.sent += "exit\nnever\n"
	case 2:
		add("no newline", answer("no newline"))
	}
	return s
}

func TestUnseenLoad(t *testing.T) {
	run(t, func(c *check.C) {
		const all = 150
		n := 2 + c.Rand().IntN(9)
		s := start(c, n)
		var want capstone.Stats
		panics := 0
		var clients []*check.Conn
		var scripts []script
		for i := range all {
			a, todo := s.ln.Dial(fmt.Sprintf("client %d", i+1)), newScript(c)
			clients, scripts = append(clients, a), append(scripts, todo)
			a.Send([]byte(todo.sent))
			a.CloseWrite()
			want.Over++
			want.Lines += todo.lines
			if todo.panics {
				panics++
			}
			if c.Rand().IntN(4) == 0 {
				c.Settle()
			}
		}
		want.Panicked = panics
		when := fmt.Sprintf("%d clients came at the same time, with lines of all kinds, and there is room for %d", all, n)
		for _, i := range c.Rand().Perm(all) {
			clients[i].Expect([]byte(scripts[i].want), when+": each must get its own answers, all of them.")
			s.ends(clients[i], when+", and this one has had all its answers")
		}
		s.tap.Held(c, when)
		s.shows(want, when+". All have left")
		s.log.has(c, panics, fmt.Sprintf("%s, and reply panicked for %d of them", when, panics))

		s.turnedOff(n, want)
		if got := s.ln.Accepted(); got != all+n {
			c.Failf("Shutdown was called while 5 clients waited in the queue, and %d of them were accepted after that", got-all-n)
		}
	})
}

// turnedOff fills the n slots of a service that shows these numbers, lets others
// queue, and shuts it down.
func (s *service) turnedOff(n int, want capstone.Stats) {
	c := s.c
	var left []*check.Conn
	for i := range n + 5 {
		left = append(left, s.ln.Dial(fmt.Sprintf("last %d", i+1)))
	}
	for _, a := range left[:n] {
		s.says(a, fmt.Sprintf("%d clients have left, and %d new ones have come: all %d slots must be there again.", want.Over, n, n))
	}
	ctx, _, cancel := timed(c)
	defer cancel()
	down := s.shut(ctx, "Shutdown")
	s.isClosed("Shutdown was called while the service was full and others waited in the queue")
	leaves := c.Rand().IntN(n)
	for _, a := range left[:leaves] {
		a.Send([]byte("panic on the way out\n"))
	}
	nettest.Cut(c, down, context.DeadlineExceeded, fmt.Sprintf("Shutdown was called while %d clients were connected, %d of them left in time, and the time has passed", n, leaves))
	for _, a := range left[:n] {
		a.AwaitServerClosed("Shutdown is done: every connection must be closed.")
	}
	want.Over, want.Panicked, want.Lines = want.Over+n, want.Panicked+leaves, want.Lines+n
	s.shows(want, "The load is over, and Shutdown has cut those who were left")
	s.log.has(c, want.Panicked, fmt.Sprintf("Reply panicked %d times in all", want.Panicked))
}

func TestAllAtOnce(t *testing.T) {
	run(t, func(c *check.C) {
		for i := range 20 {
			s := start(c, 3)
			var clients []*check.Conn
			for j := range 6 {
				a := s.ln.Dial(fmt.Sprintf("client %d", j+1))
				clients = append(clients, a)
				a.Send([]byte("hello\n" + []string{"", "panic\n", "exit\n", ""}[j%4]))
				a.CloseWrite()
				if j == i%6 {
					s.shut(context.Background(), "Shutdown")
					s.c.Go("Stats", func() error { s.Stats(); return nil })
				}
			}
			nettest.Finished(c, s.shut(context.Background(), "another Shutdown"), "Clients came and left, while Shutdown was called twice")
			s.isClosed("Shutdown was called")
			now := s.stats("Shutdown has returned")
			if now.Open != 0 || now.Over > 6 || now.Lines != now.Over {
				c.Fail(check.Mistake{
					Message: "Clients came, sent one line that is answered each, and left, while Shutdown was called. It has returned nil, and the numbers of Stats do not fit",
					Got:     fmt.Sprintf("%+v", now), Expected: "Open: 0, and as many lines as connections that are over",
				})
			}
			for _, a := range clients {
				a.Close()
			}
			leaveAndCut(c, i)
		}
	})
}

// leaveAndCut lets a client leave and the context of a Shutdown end at the same time. Nothing
// may settle in between: that would order the two for the race detector.
func leaveAndCut(c *check.C, i int) {
	s := start(c, 3)
	a, b := s.ln.Dial("A"), s.ln.Dial("B")
	s.says(a, "A must be served.")
	s.says(b, "B must be served.")
	ctx, cancel := context.WithCancel(context.Background())
	down := s.shut(ctx, "Shutdown")
	s.isClosed("Shutdown was called")
	if i%2 == 0 {
		a.Close()
		cancel()
	} else {
		cancel()
		a.Close()
	}
	nettest.Cut(c, down, context.Canceled, "The context of Shutdown was cancelled while A leaves, and B is connected")
	b.AwaitServerClosed("The context of Shutdown was cancelled: cut what is left.")
	s.shows(capstone.Stats{Over: 2, Lines: 2}, "A has left, and B was cut")
}
