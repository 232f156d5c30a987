package capstone_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"

	capstone "workbook/solutions/17_capstone"

	"workbook/grader/check"
	"workbook/solutions/internal/nettest"
	"workbook/solutions/internal/panictest"
)

func TestBounded(t *testing.T) {
	run(t, func(c *check.C) {
		n := 2 + c.Rand().IntN(4)
		s := start(c, n)
		var inside, queue []*check.Conn
		for i := range n {
			inside = append(inside, s.ln.Dial(fmt.Sprintf("inside %d", i+1)))
		}
		for i := range 4 {
			queue = append(queue, s.ln.Dial(fmt.Sprintf("queue %d", i+1)))
			queue[i].Send([]byte("early\n"))
		}
		for _, a := range inside {
			s.says(a, fmt.Sprintf("There is room for %d, and %d are there: all of them must be served at the same time.", n, n))
		}
		full := fmt.Sprintf("There is room for %d connections, and more clients have come", n)
		s.tap.Held(c, full)
		if got := s.ln.Accepted(); got != n {
			c.Failf("%s: %d of them were accepted. The rest must wait in the queue of the listener", full, got)
		}
		c.NoPolling(full + ", and something in your package looks again and again whether there is room. Let the end of a connection wake it.")
		for i, end := range []string{"", "panic now\n", "exit\n", ""} {
			leaver := inside[i%n]
			leaver.Send([]byte(end))
			leaver.CloseWrite()
			how := map[string]string{"": "A client left", "panic now\n": "A client's reply panicked", "exit\n": "A client's reply called runtime.Goexit"}[end]
			s.ends(leaver, how)
			queue[i].Expect([]byte(answer("early\n")), how+", and the first in the queue must be served now: the slot comes back, whatever ends its connection.")
			s.tap.Held(c, how)
			inside[i%n] = queue[i]
		}
		s.call.StillRunning("Nobody has called Shutdown: go on accepting.")
	})
}

func TestSlowClient(t *testing.T) {
	run(t, func(c *check.C) {
		s := start(c, 2)
		a := s.ln.Dial("A")
		s.says(a, "A comes first.")
		a.StopReading()
		line := strings.Repeat("x", 3*check.DefaultBuffer) + "\n"
		a.Send([]byte(line))
		c.Settle()
		const when = "A does not read its answer, so that the service waits in Write"
		for range 3 {
			b := s.ln.Dial("B")
			s.says(b, when+", and B must be served meanwhile: no lock may be held during a Write.")
			b.CloseWrite()
			s.ends(b, "B is done")
		}
		s.shows(capstone.Stats{Open: 1, Over: 3, Lines: 4}, when+", and three others have come, got one answer and left")
		a.ResumeReading()
		a.Expect([]byte(answer(line)), "A reads again: it must get all of its answer.")
		s.shows(capstone.Stats{Open: 1, Over: 3, Lines: 5}, "A has read its answer at last")
	})
}

func TestIsolated(t *testing.T) {
	run(t, func(c *check.C) {
		s := start(c, 3)
		stays := s.ln.Dial("a client that stays")
		s.says(stays, "It comes first.")
		for i, end := range []string{"panic with this\n", "exit\n", "panic\n"} {
			how := "Reply panicked"
			if end == "exit\n" {
				how = "Reply called runtime.Goexit"
			}
			for range 4 { // more than there are slots
				a, line := s.ln.Dial(fmt.Sprintf("client %d", i+1)), word(c)
				a.Send([]byte(line + end + "never\n"))
				a.Expect([]byte(answer(line)), how+" for the second of three lines: the answer to the first one must have been written.")
				s.ends(a, how)
				s.says(stays, how+" for another client: this one must be served as before.")
			}
		}
		s.call.StillRunning("Reply panicked for some clients: go on accepting.")
		s.shows(capstone.Stats{Open: 1, Over: 12, Panicked: 8, Lines: 25}, "Eight clients were ended by a panic of reply and four by runtime.Goexit, each after one answer, and one that got 13 answers is connected")
	})
}

func TestPanicIsLogged(t *testing.T) {
	run(t, func(c *check.C) {
		s := build(c, 2)
		causes := nettest.Causes(c)
		for _, cause := range causes {
			s.falls = append(s.falls, &panictest.Fall{Panic: cause.Panic})
		}
		s.serve()
		c.Settle()
		old := s.log // the program says where its log goes when Serve is at work already
		s.log = newLogbook(c)
		for i, n := range c.Rand().Perm(len(causes)) {
			cause, fall := causes[n], s.falls[n]
			a := s.ln.Dial(fmt.Sprintf("client %d", i+1))
			s.says(a, "A client has come.")
			a.Send(fmt.Appendf(nil, "cause %d\n", n))
			s.ends(a, "Reply panicked")
			old.Stays(c, fmt.Sprintf("Then reply panicked for client %d, with %s", i+1, cause.What))
			entry := s.log.has(c, i+1, fmt.Sprintf("Reply has panicked for client %d, with %s", i+1, cause.What))[i]
			addr := s.tap.Clients()[i]
			shown, missing := fall.Shown(entry.Text)
			for _, v := range []struct {
				there    bool
				expected string
				why      string
			}{
				{cause.In(entry.Text), cause.Expected(), "the value of the panic is not in it, or not all of it. Log what recover gave"},
				{strings.Contains(entry.Text, addr), "an entry with " + addr, "the address of the client is not in it. Without it nobody knows whose line it was: log the RemoteAddr of the connection"},
				{shown > 0, "an entry with " + fall.Place(), "the place that panicked is not in it. Only the stack says where the mistake is: call debug.Stack in the deferred function that recovers"},
				{missing == "", "an entry with " + missing, fmt.Sprintf("of the %d calls of its stack it shows %d, and then something else. debug.Stack gives all of them, those of Go's own packages, too: log what it gives, and leave nothing out", fall.Calls(), shown)},
			} {
				if !v.there {
					c.Fail(check.Mistake{
						Message: fmt.Sprintf("Reply panicked with %s, and this was logged, but %s", cause.What, v.why),
						Got:     fmt.Sprintf("%.2000s", entry.Text), Expected: v.expected, At: entry.At,
					})
				}
			}
		}
		all := len(causes)
		for _, end := range []string{"exit\n", "x\n", "x"} {
			a := s.ln.Dial("a client that ends without a panic")
			a.Send([]byte(end))
			a.CloseWrite()
			a.AwaitServerClosed("A client is done.")
		}
		s.log.has(c, all, fmt.Sprintf("Reply has panicked for %d clients, then called runtime.Goexit for another one, and two more left by themselves", all))
		nettest.Finished(c, s.shut(nettest.Over(), "Shutdown"), "No client is connected, and Shutdown was called")
		s.log.has(c, all, fmt.Sprintf("Reply has panicked for %d clients, and then Shutdown was called", all))
	})
}

func TestOrderOfTheEnd(t *testing.T) {
	run(t, func(c *check.C) {
		for _, v := range []struct{ end, how string }{
			{"", "A client left"},
			{"panic now\n", "Reply panicked"},
			{"exit\n", "Reply called runtime.Goexit"},
		} {
			s := build(c, 1)
			s.tap.Closing = c.Gate("Close of a connection")
			s.log.Gate = c.Gate("the log")
			s.serve()
			a := s.ln.Dial("A")
			s.says(a, "A has the only slot.")
			b := s.ln.Dial("B")
			a.Send([]byte(v.end))
			a.CloseWrite()
			s.tap.Closing.Arrived(1, v.how+": close the connection first, before anything is logged.")
			const wait = ", and Close of its connection has not returned"
			s.shows(capstone.Stats{Open: 1, Lines: 1}, v.how+wait)
			s.tap.Held(c, v.how+wait)
			nettest.Long(c, "Close of a connection takes its time")
			const long = ", and Close of its connection takes very long and has not returned"
			s.shows(capstone.Stats{Open: 1, Lines: 1}, v.how+long)
			s.tap.Held(c, v.how+long)
			s.tap.Closing.Open()
			panicked := 0
			if v.end == "panic now\n" {
				panicked = 1
				s.log.Gate.Arrived(1, v.how+", and its connection is closed: log the panic.")
				const wait = ", its connection is closed, and the log takes its time"
				s.shows(capstone.Stats{Open: 1, Lines: 1}, v.how+wait+", so that the connection is not over")
				if s.ln.Accepted() > 1 {
					c.Failf("%s%s, and the next client was accepted. A connection is over when its panic is logged, and only then its slot is free", v.how, wait)
				}
			}
			s.log.Gate.Open()
			s.says(b, v.how+", and its connection is over: B must be accepted now.")
			s.shows(capstone.Stats{Open: 1, Over: 1, Panicked: panicked, Lines: 2}, v.how+", and B is connected")
			b.Close()
			s.ln.Close()
		}
	})
}

func TestStats(t *testing.T) {
	run(t, func(c *check.C) {
		s := build(c, 3)
		s.shows(capstone.Stats{}, "Serve was not called yet")
		s.serve()
		s.shows(capstone.Stats{}, "Nobody has come yet")
		a := s.ln.Dial("A")
		s.shows(capstone.Stats{Open: 1}, "A is connected and silent")
		s.says(a, "A must be served.")
		s.shows(capstone.Stats{Open: 1, Lines: 1}, "A got one answer")
		b := s.ln.Dial("B")
		b.Send([]byte("drop\nwait\n"))
		s.work.Arrived(1, "B has sent two lines.")
		s.shows(capstone.Stats{Open: 2, Lines: 2}, "A got one answer, B got one that is empty, and reply is at work for B's second line")
		d := s.ln.Dial("C")
		d.Send([]byte("x\ny\npanic\n"))
		d.AwaitServerClosed("Reply panicked for C.")
		s.shows(capstone.Stats{Open: 2, Over: 1, Panicked: 1, Lines: 4}, "Reply is at work for B, and C got two answers, and then a panic ended it")
		e := s.ln.Dial("D")
		s.says(e, "D must be served.")
		e.Send([]byte("exit\n"))
		e.AwaitServerClosed("Reply called runtime.Goexit for D.")
		s.shows(capstone.Stats{Open: 2, Over: 2, Panicked: 1, Lines: 5}, "D got one answer, and then runtime.Goexit ended it")
		s.ln.Dial("E")
		s.ln.Dial("F, who waits in the queue")
		s.shows(capstone.Stats{Open: 3, Over: 2, Panicked: 1, Lines: 5}, "There is room for three, three are connected, and one waits in the queue of the listener")
		s.work.Open()
		s.shows(capstone.Stats{Open: 3, Over: 2, Panicked: 1, Lines: 6}, "Reply has returned for B's second line")
	})
}

func TestAcceptFails(t *testing.T) {
	run(t, func(c *check.C) {
		for _, v := range nettest.Failures() {
			s := start(c, 3)
			a := s.ln.Dial("A")
			s.says(a, "A must be served.")
			s.ln.FailAccept(v.Err)
			s.hasFailed(a, v.Err, "Accept failed "+v.What)
		}
		s := build(c, 3)
		s.tap.Stuck = errors.New("the door jams")
		s.serve()
		a := s.ln.Dial("A")
		s.says(a, "A must be served.")
		broken := errors.New("accept: too many open files")
		s.ln.FailAccept(broken)
		s.hasFailed(a, broken, "Accept failed, and then Close of the listener, of which nobody needs to know")

		s = start(c, 3)
		a = s.ln.Dial("A")
		s.says(a, "A must be served.")
		s.ln.Close()
		s.hasFailed(a, net.ErrClosed, "Somebody else closed the listener")
		quietly(c, "Accept failed, and Shutdown has cut the connection that was left", nettest.CutAfterFailure)
	})
}

// hasFailed awaits a Serve that must tell of a failure, and sees that A is served and
// waited for.
func (s *service) hasFailed(a *check.Conn, want error, how string) {
	c := s.c
	s.call.AtOnce(how + ": Serve must return at once. An error of Accept is the end, whatever it says of itself.")
	err := s.call.Returns(how + ": Serve must return, and not wait for connections.")
	if err == capstone.ErrClosed || err == nil || !check.Wraps(err, want) {
		c.Fail(check.Mistake{
			Message: how + ", nobody has called Shutdown, and Serve did not return an error that wraps Accept's. Its caller has to learn that something broke, and what",
			Got:     nettest.Show(err), Expected: "an error that wraps " + nettest.Show(want),
		})
	}
	if !s.ln.Closed() {
		c.Failf("%s, and Serve has returned and left the listener open: clients connect, and nobody will ever accept them. Close it", how)
	}
	s.says(a, how+", and A is connected: it must be served to its own end.")
	down := s.shut(context.Background(), "Shutdown")
	down.StillRunning(how + ", Serve has returned, A is connected, and Shutdown has returned. It waits for all connections, whether Serve is at work or not")
	a.CloseWrite()
	s.ends(a, "A is done")
	nettest.Finished(c, down, how+", and A has left")
	s.log.has(c, 0, how+", of which the error of Serve tells")
}
