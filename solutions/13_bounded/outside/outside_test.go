// Package outside_test holds the outside checks of the server with a limit: real
// clients of a real process.
package outside_test

import (
	"fmt"
	"strings"
	"testing"

	"workbook/grader/check/outside"
)

func TestMain(m *testing.M) { outside.Main(m) }

// says sends a line and expects it back.
func says(c *outside.C, a *outside.Peer, why string) {
	line := fmt.Appendf(nil, "%s %016x\n", a.Name(), c.Rand().Uint64())
	a.Send(line)
	a.Expect(line, why)
}

// A server is a program with room for n.
type server struct {
	*outside.Subject
	n int
}

// start starts a program with room for n.
func start(c *outside.C, n int) server {
	s := server{c.Subject(outside.Listeners(2)), n}
	s.DialTo(1, "the one who says how many").Send(fmt.Appendln(nil, n))
	return s
}

// served is what the server tells a client when it is one of that many.
func (s server) served(k int) []byte { return fmt.Appendf(nil, "%d of %d\n", k, s.n) }

// fill connects n clients, the first first.
func (s server) fill() (clients []*outside.Peer) {
	for i := range s.n {
		a := s.Dial(fmt.Sprintf("client %d", i+1))
		a.Expect(s.served(i+1), fmt.Sprintf("%s has come to a server with room for %d, and tells how many it serves.", a.Name(), s.n))
		clients = append(clients, a)
	}
	return clients
}

func TestBackPressure(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := start(c, 2)
		clients := s.fill()
		a, b := clients[0], clients[1]
		queue := []*outside.Peer{s.Dial("C"), s.Dial("D"), s.Dial("E")}
		for range 3 {
			says(c, a, "A client has a slot, while others wait: it must be served.")
			says(c, b, "A client has a slot, while others wait: it must be served.")
		}
		for _, next := range queue {
			a.CloseWrite()
			a.ExpectEOF(a.Name() + " is done, and handle has returned: close its connection.")
			next.Expect(s.served(2), fmt.Sprintf("A server with room for two tells each client how many are being served. %s has left, another is connected, and it is %s's turn.", a.Name(), next.Name()))
			a = next
		}
		says(c, a, "The last client in the queue has a slot at last: it must be served.")
		says(c, b, "This client was connected all the time: it must be served.")
	})
}

func TestRealCrowd(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := start(c, 150+c.Rand().IntN(150))
		clients := s.fill()
		for i := range 40 {
			next := s.Dial(fmt.Sprintf("one of the queue, %d", i+1))
			leaves := c.Rand().IntN(len(clients))
			a := clients[leaves]
			says(c, a, fmt.Sprintf("%d clients are connected to a server with room for as many, and one more waits: each must be served.", s.n))
			if c.Rand().IntN(3) == 0 {
				a.Send([]byte("panic because a client wants it\n"))
				a.AwaitEnd("handle panicked: the connection must be closed.")
			} else {
				a.CloseWrite()
				a.ExpectEOF(a.Name() + " is done, and handle has returned: close its connection.")
			}
			next.Expect(s.served(s.n), fmt.Sprintf("A server with room for %d is full. One client has left, and it is the turn of the one that waits.", s.n))
			clients[leaves] = next
		}
	})
}

func TestProcessSurvives(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := start(c, 2)
		stays := s.Dial("a client that stays")
		stays.Expect(s.served(1), "This is the first client of a server with room for two.")
		var causes []string
		for i := range 6 {
			a := s.Dial(fmt.Sprintf("client %d", i+1))
			a.Expect(s.served(2), fmt.Sprintf("handle panicked for the clients before, %d so far: the slot of each must be there again.", i))
			causes = append(causes, fmt.Sprintf("cause-%016x", c.Rand().Uint64()))
			a.Send([]byte("panic " + causes[i] + "\n"))
			a.AwaitEnd("handle panicked: the connection must be closed.")
		}
		says(c, stays, "handle panicked for other clients: this one must be served as before.")
		s.Alive("handle panicked for six clients: the process must survive that.")
		s.CloseListener(0)
		stays.CloseWrite()
		stays.ExpectEOF("The last client is done: close its connection.")
		said := s.ends(c, "The listener was closed, and the last client has left")
		for _, cause := range causes {
			if !strings.Contains(said, cause) {
				c.Fail(outside.Mistake{
					Message: "handle panicked in a real process, which has ended since, and the value of the panic is not in what package log has written to its standard error. Give it to log.Printf before Serve returns.",
					Got:     said, Expected: "an entry that holds " + cause,
				})
			}
		}
	})
}

// ends expects that Serve returns nil, lets the program end, and gives what package
// log has written.
func (s server) ends(c *outside.C, when string) string {
	if err := s.Returns(when + ": Serve must return."); err != nil {
		c.Fail(outside.Mistake{
			Message: when + ", which is an ordinary end: Serve waits for those who are connected, and returns nil.",
			Got:     err.Error(), Expected: "nil",
		})
	}
	_, stderr := s.Exit()
	// Only what bears the logger's prefix counts: whoever prints to find a mistake is free to.
	_, said, found := strings.Cut(stderr, "log of the server: ")
	if !found {
		return ""
	}
	return "log of the server: " + said
}

func TestStopsWhenClosed(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := start(c, 3) // so that Serve waits in Accept, and sees the end while A is there
		a := s.Dial("A")
		a.Expect(s.served(1), "A is the first client of a server with room for three.")
		b := s.Dial("B")
		b.Expect(s.served(2), "B is the second client of a server with room for three.")
		b.Reset()
		s.CloseListener(0)
		for range 10 {
			says(c, a, "The listener was closed, and A is connected: serve it to its end.")
		}
		a.CloseWrite()
		a.ExpectEOF("A is done: close its connection.")
		if said := s.ends(c, "The listener was closed while A was connected, and A has left"); said != "" {
			c.Fail(outside.Mistake{
				Message: fmt.Sprintf("One client broke its connection, one was served to its end, the listener was closed, nobody panicked, and this was logged: %.300q. Whoever reads that looks for a fault that is not there", said),
				Got:     said, Expected: "nothing in the log",
			})
		}
	})
}
