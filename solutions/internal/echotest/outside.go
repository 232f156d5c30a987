package echotest

import (
	"fmt"
	"math"

	"workbook/grader/check"
)

// Talk sends n bytes to a process and expects them back.
func Talk(c *check.C, a *check.Peer, n int, why string) {
	sent := a.Payload(n)
	a.Send(sent)
	a.Expect(sent, why)
}

// UpTo is a random number from low to high, small ones as often as those of the
// next order of magnitude: what a run costs is little in the mean, and code that
// counts on a number meets a greater one some day.
func UpTo(c *check.C, low, high int) int {
	return int(float64(low) * math.Pow(float64(high)/float64(low), c.Rand().Float64()))
}

// Flood sends between 2 and 64 MiB to a process, in pieces of random sizes, and
// expects each piece back before the next is sent.
func Flood(c *check.C, a *check.Peer) {
	const mib = 1 << 20
	total := UpTo(c, 2*mib, 64*mib)
	block := a.Payload(min(total, 4*mib))
	for done := 0; done < total; {
		n := min(UpTo(c, 16, len(block)), total-done)
		at := c.Rand().IntN(len(block) - n + 1)
		done += n
		a.Send(block[at : at+n])
		a.Expect(block[at:at+n], fmt.Sprintf("%s has sent %d bytes by now, the last %d in one piece, and has everything back but these: any amount must come back, in pieces of any size.", a.Name(), done, n))
	}
}

// Procession lets up to 3000 clients come to a process and leave, one after the
// other.
func Procession(c *check.C, s *check.Subject) {
	for i := range UpTo(c, 300, 3000) {
		a := s.Dial(fmt.Sprintf("client %d", i+1))
		Talk(c, a, 20, fmt.Sprintf("%s came after all before it had left in good order: it must be served, however many there were.", a.Name()))
		a.CloseWrite()
		a.ExpectEOF(a.Name() + " is done and has everything back: close its connection.")
		a.Close()
	}
}

// Crowd lets clients, which are connected at the same time, talk and leave. said is
// what is expected of the one that talks, and why.
func Crowd(c *check.C, s *check.Subject, clients []*check.Peer, said func(who string) string) {
	// The last one first: nobody has said anything before it.
	for i := len(clients) - 1; i >= 0; i-- {
		Talk(c, clients[i], 200, said(clients[i].Name()))
	}
	for _, a := range clients {
		Leave(c, a)
	}
	s.Alive("All clients came and went in good order: wait for the next one.")
}

// Leave lets a client say its last bytes, close its writing side, and go on reading.
func Leave(c *check.C, a *check.Peer) {
	last := a.Payload(100)
	a.Send(last)
	a.CloseWrite()
	a.Expect(last, a.Name()+" closed its writing side after its last bytes, and goes on reading: they must come back too.")
	a.ExpectEOF(a.Name() + " is done and has everything back: close its connection.")
}

// BreaksThree breaks three connections to a subject's listener, and expects that
// the next client is served.
func BreaksThree(c *check.C, s *check.Subject, listener int) {
	a := s.DialTo(listener, "A")
	Talk(c, a, 100, "A must be answered.")
	a.Reset() // while the server waits in Read

	b := s.DialTo(listener, "B")
	b.Send(b.Payload(1 << 20))
	b.Reset() // with bytes under way in both directions

	s.DialTo(listener, "C").Reset()

	d := s.DialTo(listener, "D")
	Talk(c, d, 100, "A, B and C broke their connections, and D came after them: the failure of a client ends that client's connection only, and D must be served.")
}

// StopsWhenClosed closes the one listener of a subject, and expects the end.
func StopsWhenClosed(c *check.C) {
	s := c.Subject()
	s.Alive("The listener is open: wait for clients.")
	s.CloseListener(0)
	err := s.Returns("The listener was closed, so Accept fails: Echo must return.")
	Quiet(c, "Echo", err, "The listener was closed")
}
