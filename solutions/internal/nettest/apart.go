package nettest

import (
	"context"
	"errors"
	"sync/atomic"

	"workbook/grader/check"
)

// Apart has two servers, each with a client, and sees that one can be shut down without the
// other.
func Apart(c *check.C, make func() Server) {
	first, second := make(), make()
	ln, other := c.Listen("the listener of one server"), c.Listen("the listener of another server")
	first.Serve(&Tap{Listener: ln})
	second.Serve(&Tap{Listener: other})
	a, b := ln.Dial("A"), other.Dial("B")
	first.Answers(a, "A must be served.")
	second.Answers(b, "B must be served.")
	const when = "There are two servers, A is connected to one and B to the other, and Shutdown of A's was called with a context that was over already"
	Cut(c, first.Shut(Over(), "Shutdown of one server"), context.Canceled, when)
	a.AwaitServerClosed(when + ": cut A's connection.")
	second.Answers(b, when+". B's goes on as ever: each server has connections of its own, and keeps them in fields, not in variables of the package.")
	Finished(c, first.Shut(context.Background(), "another Shutdown of it"), when+". A's connection is over, so that nobody is connected there")
	second.Leave(b)
}

// CutAfterFailure shuts a server down whose Accept has failed, with a client connected.
func CutAfterFailure(c *check.C, make func() Server) {
	ln := c.Listen("the listener")
	s := make()
	call := s.Serve(&Tap{Listener: ln})
	a := ln.Dial("A")
	s.Answers(a, "A must be served.")
	ln.FailAccept(errors.New("accept: too many open files"))
	call.Returns("Accept failed: Serve must return, and not wait for connections.")
	const when = "Accept failed, Serve has returned, A is connected, and Shutdown was called with a context that was over already"
	Cut(c, s.Shut(Over(), "Shutdown"), context.Canceled, when)
	a.AwaitServerClosed(when + ": cut all connections that are left, those of a Serve that failed too.")
}

// OverThoughCloseFails has the Close of a connection fail, which is over all the same.
func OverThoughCloseFails(c *check.C, make func() Server) {
	ln := c.Listen("the listener")
	s := make()
	call := s.Serve(&Tap{Listener: ln, Jammed: errors.New("the door jams")})
	a := ln.Dial("A")
	s.Answers(a, "A must be served.")
	down := s.Shut(context.Background(), "Shutdown")
	s.IsClosed(call, ln, "Shutdown was called while A is connected")
	s.Leave(a)
	Finished(c, down, "A has left, and Close of its connection has returned, with an error. It is over whatever Close says")
}

// NothingLeft sees that no goroutine goes on when all connections are over, such as one that
// waits for a context that lasts longer.
func NothingLeft(c *check.C, make func() Server) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for _, v := range []struct {
		ctx context.Context
		is  string
	}{
		{ctx, "which is not over"},
		{newForeign(), "which is not over, and of a type of its caller's own: for such a one context.WithCancel and context.AfterFunc start a goroutine, which goes on until cancel or stop is called"},
	} {
		ln := c.Listen("the listener")
		s := make()
		call := s.Serve(&Tap{Listener: ln})
		a := ln.Dial("A")
		s.Answers(a, "A must be served.")
		down := s.Shut(v.ctx, "Shutdown")
		s.IsClosed(call, ln, "Shutdown was called while A is connected")
		s.Leave(a)
		Finished(c, down, "Shutdown was called, and the last client has left")
		c.NoLeaks("Serve and Shutdown have returned, all connections are over, and a goroutine is left. Shutdown was called with a context " + v.is + ". Whoever waits for the context must wait for the last connection, too")
	}
}

// ErrorOfItsOwn has a context end with an error that is none of package context's.
func ErrorOfItsOwn(c *check.C, make func() Server) {
	ln := c.Listen("the listener")
	s := make()
	call := s.Serve(&Tap{Listener: ln})
	a := ln.Dial("A")
	s.Answers(a, "A must be served.")
	ctx, stopped := newForeign(), errors.New("the machine goes down")
	down := s.Shut(ctx, "Shutdown")
	s.IsClosed(call, ln, "Shutdown was called while A is connected")
	ctx.end(stopped)
	const when = "The context of Shutdown is of a type of its caller's own, and ended with an error of its own while A is connected"
	Cut(c, down, stopped, when)
	a.AwaitServerClosed(when + ": cut A's connection.")
}

// A foreign context is one that package context does not know.
type foreign struct {
	context.Context
	over chan struct{}
	err  atomic.Pointer[error]
}

func newForeign() *foreign {
	return &foreign{Context: context.Background(), over: make(chan struct{})}
}

func (f *foreign) Done() <-chan struct{} { return f.over }

func (f *foreign) Err() error {
	if err := f.err.Load(); err != nil {
		return *err
	}
	return nil
}

// end is called once.
func (f *foreign) end(err error) {
	f.err.Store(&err)
	close(f.over)
}

// hastyWaits has a Shutdown whose context is over come while another one closes the listener.
func hastyWaits(c *check.C, make func() Server) {
	ln := c.Listen("the listener")
	tap := &Tap{Listener: ln, Shutting: c.Gate("Close of the listener")}
	s := make()
	call := s.Serve(tap)
	a := ln.Dial("A")
	s.Answers(a, "A must be served.")
	down := s.Shut(context.Background(), "Shutdown")
	tap.Shutting.Arrived(1, "Shutdown was called: close the listener.")
	hasty := s.Shut(Over(), "second Shutdown")
	const when = "Close of the listener has not returned, which a Shutdown has called, and a second one was called with a context that was over already"
	hasty.StillRunning(when + ". It has returned, and its caller takes the listener for closed: first of all each Shutdown waits until it is, whatever its context says")
	if a.ServerClosed() {
		c.Failf("%s. It has cut A's connection. Stop accepting first: who is cut comes back", when)
	}
	tap.Shutting.Open()
	Cut(c, hasty, context.Canceled, when+". The listener is closed now, and A is connected")
	Finished(c, down, "Another Shutdown has cut the last connection")
	s.IsClosed(call, ln, "Shutdown was called")
}
