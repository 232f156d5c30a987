// Package peertest is what outside checks share: what the clients of an echo server say
// over TCP, and what is expected of a process that says it back or that tells what its
// callers were told.
package peertest

import (
	"fmt"
	"math"
	"time"

	"workbook/grader/check/outside"
	"workbook/solutions/internal/echotest"
)

// Talk sends n bytes to a process and expects them back.
func Talk(c *outside.C, a *outside.Peer, n int, why string) {
	sent := a.Payload(n)
	a.Send(sent)
	a.Expect(sent, why)
}

// UpTo is a random number from low to high, small ones as often as those of the
// next order of magnitude: what a run costs is little in the mean, and code that
// counts on a number meets a greater one some day.
func UpTo(c *outside.C, low, high int) int {
	return int(float64(low) * math.Pow(float64(high)/float64(low), c.Rand().Float64()))
}

// floodFor is when [Flood] has sent enough to a process that is slow: it may take a byte
// at a time and be right.
const floodFor = 3 * time.Second

// Flood sends between 2 and 64 MiB to a process, in pieces of random sizes, and expects
// each piece back before the next is sent. To one that is slow it is 128 KiB, and what that
// one does in a few seconds.
func Flood(c *outside.C, a *outside.Peer) {
	const mib = 1 << 20
	total := UpTo(c, 2*mib, 64*mib)
	block := a.Payload(min(total, 4*mib))
	most := mib / 8 // it is not known yet what it can do
	began := time.Now()
	for done := 0; done < total && (done == 0 || time.Since(began) < floodFor); {
		n := most
		if done > 0 {
			n = min(UpTo(c, 16, most), total-done)
		}
		at := c.Rand().IntN(len(block) - n + 1)
		done += n
		a.Send(block[at : at+n])
		a.Expect(block[at:at+n], fmt.Sprintf("%s has sent %d bytes by now, the last %d in one piece, and has everything back but these: any amount must come back, in pieces of any size.", a.Name(), done, n))
		inSecond := float64(done) / time.Since(began).Seconds()
		most = int(min(max(inSecond, 17), float64(len(block))))
	}
}

// Many is how many clients a check connects at the same time: from 300 to 3000, where
// there are descriptors for so many.
func Many(c *outside.C) int { return min(UpTo(c, 300, 3000), room()) }

// Procession lets from 300 to 3000 clients come to a process and leave, in small
// groups whose members wait in line together. They do not wait for each other's
// answers: on a busy machine every such wait is long.
func Procession(c *outside.C, s *outside.Subject) {
	const group = 50
	for n, served := UpTo(c, 300, 3000), 0; served < n; served += group {
		clients := make([]*outside.Peer, group)
		for i := range clients {
			clients[i] = s.Dial(fmt.Sprintf("client %d", served+i+1))
		}
		Leave(c, clients...)
	}
}

// Crowd lets clients, which are connected at the same time, talk and leave. said is
// what is expected of the one that talks, and why.
func Crowd(c *outside.C, s *outside.Subject, clients []*outside.Peer, said func(who string) string) {
	last := clients[len(clients)-1] // nobody has said anything before it
	Talk(c, last, 200, said(last.Name()))
	sent := make([][]byte, len(clients))
	for i, a := range clients {
		sent[i] = a.Payload(200)
		a.Send(sent[i])
	}
	for i, a := range clients {
		a.Expect(sent[i], said(a.Name()))
	}
	Leave(c, clients...)
	s.Alive("All clients came and went in good order: wait for the next one.")
}

// Leave lets clients say their last bytes, close their writing sides, and go on reading.
func Leave(c *outside.C, clients ...*outside.Peer) {
	last := make([][]byte, len(clients))
	for i, a := range clients {
		last[i] = a.Payload(100)
		a.Send(last[i])
		a.CloseWrite()
	}
	for i, a := range clients {
		a.Expect(last[i], a.Name()+" closed its writing side after its last bytes, and goes on reading: they must come back too.")
		a.ExpectEOF(a.Name() + " is done and has everything back: close its connection.")
		a.Close()
	}
}

// BreaksThree breaks three connections to a subject's listener, and expects that
// the next client is served.
func BreaksThree(c *outside.C, s *outside.Subject, listener int) {
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
func StopsWhenClosed(c *outside.C) {
	s := c.Subject()
	s.Alive("The listener is open: wait for clients.")
	s.CloseListener(0)
	err := s.Returns("The listener was closed, so Accept fails: Echo must return.")
	echotest.Quiet(c, "Echo", err, "The listener was closed")
}
