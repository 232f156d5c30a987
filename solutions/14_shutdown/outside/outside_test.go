// Package outside_test holds the outside checks of the server that can be shut
// down: real clients of a real process.
package outside_test

import (
	"fmt"
	"testing"

	"workbook/grader/check/outside"
	"workbook/solutions/internal/peertest"
)

func TestMain(m *testing.M) { outside.Main(m) }

func TestProcessFinishes(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := c.Subject()
		a, b := s.Dial("A"), s.Dial("B")
		peertest.Says(b, peertest.Word(c), "B must be served.")
		peertest.Says(a, "finish", "A must be served.") // and so tells the server to shut down
		for range 3 {
			peertest.Says(b, peertest.Word(c), "Shutdown was called without a time limit, and B is connected: let it finish.")
		}
		a.CloseWrite()
		a.ExpectEOF("A is done, and handle has returned: close its connection.")
		peertest.Says(b, peertest.Word(c), "Shutdown was called without a time limit, A has left, and B is connected: let it finish.")
		b.CloseWrite()
		b.ExpectEOF("B is done, and handle has returned: close its connection.")
		peertest.Told(c, s, "Serve ErrClosed, Shutdown nil", "Shutdown was called without a time limit, and all clients have left")
	})
}

func TestProcessCuts(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := c.Subject()
		a, b := s.Dial("A"), s.Dial("B")
		peertest.Says(b, peertest.Word(c), "B must be served.")
		peertest.Says(a, "cut", "A must be served.") // and so tells the server to shut down
		b.AwaitEnd("Shutdown was called with a time limit, which has passed, and B has not left: cut its connection, by closing it.")
		a.AwaitEnd("Shutdown was called with a time limit, which has passed, and A has not left: cut its connection, by closing it.")
		peertest.Told(c, s, "Serve ErrClosed, Shutdown DeadlineExceeded", "Shutdown was called with a time limit, which has passed while two clients were connected")
	})
}

func TestRealCrowd(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := c.Subject()
		crowd := make([]*outside.Peer, 100+c.Rand().IntN(200))
		for i := range crowd {
			crowd[i] = s.Dial(fmt.Sprintf("client %d", i+1))
		}
		all := fmt.Sprintf("%d clients are connected", len(crowd))
		for _, a := range crowd {
			peertest.Says(a, peertest.Word(c), all+", and each must be served.")
		}
		peertest.Says(crowd[0], "finish", all+", and each must be served.") // and so tells the server to shut down
		leave := 1 + c.Rand().IntN(len(crowd)-1)
		for _, a := range crowd[:leave] {
			peertest.Says(a, peertest.Word(c), "Shutdown was called without a time limit, and "+all+": let them finish.")
			a.CloseWrite()
			a.ExpectEOF("A client is done, and handle has returned: close its connection.")
		}
		last := crowd[len(crowd)-1]
		peertest.Says(last, "cut", "Shutdown was called without a time limit, and some are connected: let them finish.") // and so tells it once more
		for _, a := range crowd[leave:] {
			a.AwaitEnd("Shutdown was called a second time, with a time limit, which has passed: cut all connections that are left.")
		}
		peertest.Told(c, s, "Serve ErrClosed, Shutdown DeadlineExceeded, Shutdown nil", "Shutdown was called without a time limit, and again with one, which has passed while some were connected")
	})
}
