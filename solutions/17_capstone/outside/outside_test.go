// Package outside_test holds the outside checks of the echo service: real clients
// of a real process.
package outside_test

import (
	"fmt"
	"strings"
	"testing"

	"workbook/grader/check/outside"
	"workbook/solutions/internal/peertest"
)

func TestMain(m *testing.M) { outside.Main(m) }

// start starts a program with room for n.
func start(c *outside.C, n int) *outside.Subject {
	s := c.Subject(outside.Listeners(2))
	s.DialTo(1, "the one who says how many").Send(fmt.Appendln(nil, n))
	return s
}

// logged lets a program end, and gives what package log has written. Only what bears the
// logger's prefix counts: whoever prints to find a mistake is free to.
func logged(s *outside.Subject) string {
	_, stderr := s.Exit()
	const prefix = "log of the service: "
	if _, said, found := strings.Cut(stderr, prefix); found {
		return prefix + said
	}
	return ""
}

// text is some lines of random length, most of them short.
func text(c *outside.C) string {
	var text strings.Builder
	for range 1 + c.Rand().IntN(5) {
		fmt.Fprintln(&text, peertest.Word(c)+strings.Repeat("x", c.Rand().IntN(3000)))
	}
	if c.Rand().IntN(8) == 0 {
		fmt.Fprintln(&text, peertest.Word(c)+strings.Repeat("x", 64<<10+c.Rand().IntN(256<<10)))
	}
	return text.String()
}

func TestRealLoad(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := start(c, 3)
		stays := s.Dial("a client that stays")
		peertest.Says(stays, peertest.Word(c), "The first client must be served.")
		var crowd []*outside.Peer
		var wants []string
		var causes []string
		for i := range 40 {
			a := s.Dial(fmt.Sprintf("client %d", i+1))
			crowd, wants = append(crowd, a), append(wants, text(c))
			a.Send([]byte(wants[i]))
		}
		// Those in front must leave, or nobody behind them is accepted.
		for i, a := range crowd {
			a.Expect([]byte(wants[i]), "40 clients came to a service with room for three, two of which leave in front of each: it is this one's turn, and it must get all its answers.")
			if c.Rand().IntN(3) == 0 {
				causes = append(causes, fmt.Sprintf("cause-%016x", c.Rand().Uint64()))
				a.Send([]byte("panic " + causes[len(causes)-1] + "\n"))
				a.AwaitEnd("Reply panicked: close the connection.")
			} else {
				a.CloseWrite()
				a.ExpectEOF("A client is done: close its connection.")
			}
		}
		peertest.Says(stays, peertest.Word(c), "Many have come and left, and reply panicked for some: the first client must be served as before.")
		s.Alive("Reply panicked for some clients: the process must survive that.")
		stays.CloseWrite()
		stays.ExpectEOF("The first client is done: close its connection.")
		last := s.Dial("the last client")
		peertest.Says(last, "finish", "The last client must be served.") // and so shuts the service down
		last.CloseWrite()
		last.ExpectEOF("The last client is done: close its connection.")
		peertest.Told(c, s, fmt.Sprintf("Serve ErrClosed, Shutdown nil, then 0 open, %d panicked\n", len(causes)), "Shutdown was called without a time limit, and all clients have left")
		said := logged(s)
		for _, cause := range causes {
			if !strings.Contains(said, cause) {
				c.Fail(outside.Mistake{
					Message: "Reply panicked in a real process, which has ended since, and the value of the panic is not in what package log has written to its standard error: a connection is over when its panic is logged, and Shutdown waits for that.",
					Got:     said, Expected: "an entry that holds " + cause,
				})
			}
		}
	})
}

func TestRealCrowd(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		n := 100 + c.Rand().IntN(150)
		s := start(c, n)
		crowd := make([]*outside.Peer, n)
		for i := range crowd {
			crowd[i] = s.Dial(fmt.Sprintf("client %d", i+1))
		}
		full := fmt.Sprintf("%d clients are connected to a service with room for as many", n)
		for _, a := range crowd {
			peertest.Says(a, peertest.Word(c), full+": all of them must be served at the same time.")
		}
		for i := range 30 {
			next := s.Dial(fmt.Sprintf("one of the queue, %d", i+1))
			line := peertest.Word(c) + "\n"
			next.Send([]byte(line))
			leaves := c.Rand().IntN(n)
			crowd[leaves].CloseWrite()
			crowd[leaves].ExpectEOF("A client is done: close its connection.")
			next.Expect([]byte(line), full+". One has left, and it is the turn of the one that waits.")
			crowd[leaves] = next
		}
		crowd[0].Send([]byte("stats\n"))
		crowd[0].Expect(fmt.Appendf(nil, "%d open, 0 panicked\n", n), full+", and reply calls Stats.")
		peertest.Says(crowd[0], "finish", full+", and each must be served.") // and so shuts the service down
		for _, a := range crowd {
			peertest.Says(a, peertest.Word(c), "Shutdown was called without a time limit: let those who are connected finish.")
			a.CloseWrite()
			a.ExpectEOF("A client is done: close its connection.")
		}
		peertest.Told(c, s, "Serve ErrClosed, Shutdown nil, then 0 open, 0 panicked\n", "Shutdown was called without a time limit, and all clients have left")
		if said := logged(s); said != "" {
			c.Fail(outside.Mistake{
				Message: fmt.Sprintf("Clients came and left, Shutdown was called, nobody panicked, and this was logged: %.300q. Whoever reads that looks for a fault that is not there", said),
				Got:     said, Expected: "nothing in the log",
			})
		}
	})
}

func TestRealShutdown(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := start(c, 3)
		a, b, d := s.Dial("A"), s.Dial("B"), s.Dial("C")
		for _, client := range []*outside.Peer{a, b, d} {
			peertest.Says(client, peertest.Word(c), client.Name()+" must be served.")
		}
		b.Send([]byte("stats\n"))
		b.Expect([]byte("3 open, 0 panicked\n"), "Three clients are connected, and reply calls Stats: no lock may be held while reply is at work.")
		peertest.Says(a, "cut", "A must be served.") // and so tells the service, which is full, to shut down
		for _, client := range []*outside.Peer{d, b, a} {
			client.AwaitEnd("Shutdown was called with a time limit, which has passed, and " + client.Name() + " has not left: cut its connection, by closing it.")
		}
		peertest.ToldFirst(c, s, "Serve ErrClosed, Shutdown DeadlineExceeded, then ", "Shutdown was called with a time limit, which has passed while three clients were connected")
	})
}
