package capstone_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	capstone "workbook/solutions/17_capstone"

	"workbook/grader/check"
	"workbook/solutions/internal/nettest"
)

func TestStopsAccepting(t *testing.T) {
	run(t, func(c *check.C) {
		for _, v := range []struct {
			room int
			how  string
		}{
			{3, "Shutdown was called, two clients are connected, and there is room for one more"},
			{2, "Shutdown was called while all slots are taken, so that Serve waits for a slot and not in Accept"},
		} {
			s := start(c, v.room)
			a, b := s.ln.Dial("A"), s.ln.Dial("B")
			s.says(a, "A must be served.")
			s.says(b, "B must be served.")
			down := s.shut(context.Background(), "Shutdown")
			c.Settle()
			if !s.ln.Closed() {
				c.Failf("%s, and the listener is open: new clients connect to a service that is about to end. Close the listener first, and wait for connections after that", v.how)
			}
			s.isClosed(v.how)
			s.tap.Held(c, v.how)
			for _, client := range []*check.Conn{a, b} {
				if client.ServerClosed() {
					c.Failf("%s, its context is not over, and the connection of %s was closed. Connections are cut when the context is over, and not before", v.how, client.Name())
				}
				s.says(client, v.how+": those who are connected go on to their own end.")
			}
			a.CloseWrite()
			s.ends(a, "A is done")
			if b.ServerClosed() {
				c.Failf("A has left, a Shutdown waits for B, and the connection of B was closed. Connections are cut when the context is over, and not before")
			}
			down.StillRunning("A has left, B is connected, and Shutdown has returned. It waits for all of them")
			s.shows(capstone.Stats{Open: 1, Over: 1, Lines: 4}, "A has left, B is connected, and a Shutdown waits for it")
			if n := s.ln.Accepted(); n > 2 {
				c.Failf("%s, and a new client was accepted", v.how)
			}
			b.Close()
			nettest.Finished(c, down, "Shutdown was called, and the last client has left")
		}
	})
}

func TestLetsFinish(t *testing.T) {
	run(t, func(c *check.C) {
		for _, end := range []string{"", "panic last\n", "exit\n"} {
			s := start(c, 2)
			a, b := s.ln.Dial("A"), s.ln.Dial("B")
			s.says(a, "A must be served.")
			s.says(b, "B must be served.")
			down := s.shut(context.Background(), "Shutdown")
			down.StillRunning("Shutdown was called, two clients are connected, and it has returned. Closing the listener is not all: wait until their connections are over")
			c.NoPolling("Shutdown waits for connections, and something in your package looks again and again whether they are over. Let the end of the last one wake it.")
			s.says(a, "Shutdown was called a week ago with a context that is never over, and A is connected: let it finish.")
			a.Close()
			down.StillRunning("A has left, and B is connected: Shutdown waits for both.")
			b.Send([]byte("wait\n" + end))
			b.CloseWrite()
			s.work.Arrived(1, "B has sent a line.")
			down.StillRunning("Reply is at work for B: Shutdown waits for that.")
			s.work.Open()
			b.Expect([]byte(answer("wait\n")), "Shutdown was called, and B must get its answer.")
			how := map[string]string{"": "by itself", "panic last\n": "by a panic of reply", "exit\n": "by runtime.Goexit"}[end]
			nettest.Finished(c, down, "Shutdown was called, and the last connection has ended "+how)
			now := s.stats("Shutdown has returned")
			if now.Open != 0 || now.Over != 2 {
				c.Fail(check.Mistake{
					Message: "Shutdown has returned nil, after the last connection ended " + how + ", and Stats gives other numbers: it returns nil when all connections are over, and not a moment earlier",
					Got:     fmt.Sprintf("%+v", now), Expected: "Open: 0, Over: 2",
				})
			}
		}
	})
}

func TestWaitsForTheLog(t *testing.T) {
	run(t, func(c *check.C) {
		s := build(c, 2)
		s.log.Gate = c.Gate("the log")
		s.serve()
		a := s.ln.Dial("A")
		s.says(a, "A must be served.")
		down := s.shut(context.Background(), "Shutdown")
		a.Send([]byte("panic last\n"))
		s.log.Gate.Arrived(1, "Reply panicked: log it.")
		down.StillRunning("Reply panicked for the last client, the log takes its time, and Shutdown has returned. Its caller may end the program now, and nobody will ever read of the panic: a connection is over when its panic is logged")
		nettest.Long(c, "the log takes its time")
		down.StillRunning("Reply panicked for the last client, the log takes very long, and Shutdown has returned before the entry was written. Wait for it without a time limit")
		s.log.Gate.Open()
		nettest.Finished(c, down, "The last connection ended by a panic, which is logged by now")
		s.log.has(c, 1, "Reply panicked for the last client")
		othersGoOn(c)
	})
}

// othersGoOn holds the entry of one client's panic, which is nothing to the others.
func othersGoOn(c *check.C) {
	s := build(c, 2)
	s.log.Gate = c.Gate("the log")
	s.serve()
	a, b := s.ln.Dial("A"), s.ln.Dial("B")
	s.says(a, "A must be served.")
	s.says(b, "B must be served.")
	a.Send([]byte("panic first\n"))
	s.log.Gate.Arrived(1, "Reply panicked: log it.")
	const when = "Reply panicked for A, and the log takes its time"
	s.says(b, when+". B must be served meanwhile: others do not notice.")
	b.CloseWrite()
	s.ends(b, when+". B is done, which has nothing to wait for")
	s.says(s.ln.Dial("C"), when+". B is over, so that there is room for C.")
	s.log.Gate.Open()
	s.ends(a, "Reply panicked for A, which is logged by now")
	s.log.has(c, 1, "Reply panicked for A")
}

func TestCuts(t *testing.T) {
	run(t, func(c *check.C) {
		s := start(c, 4)
		var before []*check.Conn
		for _, name := range []string{"E", "F", "G", "H"} {
			a := s.ln.Dial(name)
			s.says(a, a.Name()+" must be served.")
			before = append(before, a)
		}
		silent, half, slow, early := s.ln.Dial("A"), s.ln.Dial("B"), s.ln.Dial("C"), s.ln.Dial("D")
		for _, a := range before { // who comes after them has their places
			a.Close()
		}
		for _, a := range []*check.Conn{silent, half, slow, early} {
			s.says(a, a.Name()+" must be served, now that there is a place for it.")
		}
		half.Send([]byte("half a line"))
		slow.StopReading()
		slow.Send([]byte(strings.Repeat("x", 3*check.DefaultBuffer) + "\n"))
		c.Settle()
		replied := s.replied()
		ctx, limit, cancel := timed(c)
		defer cancel()
		began := c.Now()
		down := s.shut(ctx, "Shutdown")
		s.isClosed("Shutdown was called")
		early.Close()
		c.Sleep(limit - time.Second)
		down.StillRunning(fmt.Sprintf("Shutdown was called with a time limit of %v, clients are connected, and it has returned a second before the end of it", limit))
		for _, a := range []*check.Conn{silent, half, slow} {
			if a.ServerClosed() {
				c.Failf("Shutdown was called with a time limit of %v, and a second before the end of it the connection of %s was closed. They may use all of it", limit, a.Name())
			}
		}
		c.Sleep(time.Second)
		when := fmt.Sprintf("Shutdown was called with a time limit of %v, which has passed, and three clients are connected", limit)
		nettest.Cut(c, down, context.DeadlineExceeded, when)
		if took := c.Now() - began; took != limit {
			c.Failf("Shutdown was called with a time limit of %v, and returned after %v. Wait in one select for its context and for the last connection, and look at no clock", limit, took)
		}
		for _, cut := range []struct {
			what string
			*check.Conn
		}{{"is silent", silent}, {"has sent half a line", half}, {"does not read its answer", slow}} {
			cut.AwaitServerClosed(when + ". One of them " + cut.what + ": cut all connections that are left, by closing them.")
		}
		c.NoLeaks("Shutdown has cut the last connections, and a goroutine is left")
		if s.replied() > replied {
			c.Failf("Shutdown has cut a client that had sent half a line, and reply was called with that half. A half is a line only before io.EOF")
		}
		s.shows(capstone.Stats{Over: 8, Lines: 8}, "Five clients have left, three were cut, and each got one answer")
		s.log.has(c, 0, "Three connections were cut, which is no panic")
		nettest.Finished(c, s.shut(nettest.Over(), "second Shutdown"), "The connections that the first Shutdown has cut are over, and a second one was called")
	})
}

// Close of the listener may take its time, and whoever closes it waits for that.
func TestClosesFirst(t *testing.T) {
	run(t, func(c *check.C) { nettest.ClosesFirst(c, newServer(c)) })
}

// Other listeners have words of their own for being closed, and Close may fail.
func TestOtherListeners(t *testing.T) {
	run(t, func(c *check.C) {
		quietly(c, "Shutdown has closed listeners of other kinds, of which one said an error", nettest.OtherListeners)
	})
}

func TestCutBeforeReturn(t *testing.T) {
	run(t, func(c *check.C) {
		quietly(c, "Shutdown has cut connections, whose Close gave an error or not", nettest.CutBeforeReturn)
		quietly(c, "A connection was closed, and its Close gave an error", nettest.OverThoughCloseFails)
	})
}

// A connection can be cut and panic, and has one end all the same.
func TestCutAndPanic(t *testing.T) {
	run(t, func(c *check.C) {
		s := build(c, 1)
		s.log.Gate = c.Gate("the log")
		s.serve()
		a := s.ln.Dial("A")
		a.Send([]byte("wait-and-panic\n"))
		s.work.Arrived(1, "A has sent a line.")
		nettest.Cut(c, s.shut(nettest.Over(), "Shutdown"), context.Canceled, "Shutdown was called with a context that was over already, while reply is at work")
		again := s.shut(context.Background(), "second Shutdown")
		c.Settle()
		s.work.Open()
		s.log.Gate.Arrived(1, "A's connection was cut, and then reply panicked: log it, as any other panic.")
		again.StillRunning("A's connection was cut, then reply panicked, which is not logged yet, and a second Shutdown has returned. A connection is over when its panic is logged, also one that was cut")
		s.shows(capstone.Stats{Open: 1}, "A's connection was cut, then reply panicked, which is not logged yet, so that the connection is not over")
		s.log.Gate.Open()
		nettest.Finished(c, again, "A's connection was cut, then reply panicked, and both are done with")
		s.log.has(c, 1, "A's connection was cut, and then reply panicked")
		s.shows(capstone.Stats{Over: 1, Panicked: 1}, "A's connection was cut, and then reply panicked: it has ended once, by a panic")
	})
}

func TestDoesNotWaitForReply(t *testing.T) {
	run(t, func(c *check.C) {
		s := start(c, 1)
		a := s.ln.Dial("A")
		a.Send([]byte("wait\n"))
		s.work.Arrived(1, "A has sent a line.")
		// A deadline is not all that ends a context.
		limited, cancelLimited := context.WithTimeout(context.Background(), time.Hour)
		defer cancelLimited()
		ctx, cancel := context.WithCancelCause(limited)
		down := s.shut(ctx, "Shutdown")
		down.StillRunning("Reply is at work for A: Shutdown waits for that.")
		cancel(errors.New("the operator has changed his mind"))
		const when = "The context of Shutdown, which has a time limit of an hour, was cancelled at once, while reply is at work"
		down.AtOnce(when + ": Shutdown must return at once. It waits for connections in the same select as for its context, and not for replies once it has cut their connections.")
		nettest.Cut(c, down, context.Canceled, when)
		a.AwaitServerClosed(when + ": cut the connection, by closing it.")
		s.shows(capstone.Stats{Open: 1}, "A's connection was cut, and reply is at work for it, so that it is not over")
		again := s.shut(context.Background(), "second Shutdown")
		again.StillRunning("The first Shutdown has cut a connection, for which reply is at work all the same, and the second one has returned. Its own context is not over: it waits")
		nettest.Cut(c, s.shut(ctx, "third Shutdown"), context.Canceled, "A third Shutdown was called with a context that was over already, and reply is at work")
		late, cancelLate := context.WithDeadline(context.Background(), time.Now())
		defer cancelLate()
		nettest.Cut(c, s.shut(late, "fourth Shutdown"), context.DeadlineExceeded, "The context of the first Shutdown was cancelled. A fourth one was called with a context of its own, whose time limit has passed, and reply is at work. What the first one returned is not its answer")
		s.work.Open()
		nettest.Finished(c, again, "Reply has returned, and no connection is left")
		s.shows(capstone.Stats{Over: 1}, "A's connection was cut before its answer could be written")
	})
}

// panicked gives what a call has panicked with. One that is under way has not.
func panicked(call *check.Call) (any, bool) {
	if call.Running() {
		return nil, false
	}
	return call.Panicked()
}

func TestNobodyLeft(t *testing.T) {
	run(t, func(c *check.C) {
		for i := range c.Amount(30, 80) { // what is left to chance shows sooner or later
			s := build(c, 2)
			ctx, how := context.Background(), "Nobody is connected, and Shutdown was called"
			if i%2 == 1 {
				ctx = nettest.Over()
				how += " with a context that was over already (a select chooses at random when both of its cases are ready: look again whether anybody is left)"
			}
			if i%3 > 0 { // otherwise Serve comes last
				s.serve()
				a := s.ln.Dial("A")
				s.says(a, "A must be served.")
				a.CloseWrite()
				s.ends(a, "A is done")
			}
			if i%3 == 0 {
				early := s.shut(ctx, "Shutdown")
				if value, ok := panicked(early); ok {
					c.Failf("Shutdown was called before Serve, and panicked with %v. There is no listener to close yet: ask for that, and let Serve find out that it comes too late", value)
				}
				nettest.Finished(c, early, how+", before Serve")
			}
			calls := []*check.Call{s.shut(ctx, "Shutdown"), s.shut(ctx, "another Shutdown"), s.shut(ctx, "a third Shutdown")}
			for _, call := range calls {
				if value, ok := panicked(call); ok {
					c.Failf("Shutdown was called by three at once, and panicked with %v. A channel can be closed once: who is first does it, under a lock or in a sync.Once", value)
				}
				nettest.Finished(c, call, how)
			}
			if i%3 == 0 {
				s.ln.Dial("A, who comes too late")
				s.serve()
			}
			s.isClosed("Shutdown was called")
			if i%3 == 0 && s.ln.Accepted() > 0 {
				c.Failf("Shutdown was called before Serve, and a client was accepted: close the listener and return ErrClosed")
			}
			nettest.Finished(c, s.shut(ctx, "Shutdown again"), how+", for the fourth time")
		}
		unordered(c, true)
		unordered(c, false)
	})
}

// unordered has Serve and Shutdown called by two, the one a second after the other. Nothing
// but the learner's code orders them, as a clock does not: the race detector sees what they
// share.
func unordered(c *check.C, serveFirst bool) {
	s := build(c, 2)
	begin := make(chan struct{})
	serve, shut := time.Duration(0), time.Second
	if !serveFirst {
		serve, shut = shut, serve
	}
	s.call = c.Go("Serve", func() error {
		<-begin
		time.Sleep(serve)
		return s.Serve(s.tap)
	})
	down := c.Go("Shutdown", func() error {
		<-begin
		time.Sleep(shut)
		return s.Shutdown(context.Background())
	})
	c.Settle()
	close(begin)
	c.Sleep(2 * time.Second)
	nettest.Finished(c, down, "Serve and Shutdown were called, a second apart, and nobody is connected")
	s.isClosed("Serve and Shutdown were called, a second apart")
}

func TestOwnContexts(t *testing.T) {
	run(t, func(c *check.C) {
		s := start(c, 1)
		a := s.ln.Dial("A")
		s.says(a, "A must be served.")
		// Two, as what wakes one of those who wait may wake the wrong one.
		patient := []*check.Call{s.shut(context.Background(), "the first Shutdown"), s.shut(context.Background(), "another one without a limit")}
		c.NoPolling("Two Shutdowns wait for a connection, and something in your package looks again and again whether it is over. Let the end of the last one wake all who wait.")
		ctx, limit, cancel := timed(c)
		defer cancel()
		began := c.Now()
		hasty := s.shut(ctx, "the second Shutdown")
		hasty.StillRunning("A second Shutdown was called while the first one waits, and it has returned, with A connected. It waits, too")
		nettest.Cut(c, hasty, context.DeadlineExceeded, fmt.Sprintf("A second Shutdown was called with a time limit of %v, while the first one waits with none", limit))
		if took := c.Now() - began; took != limit {
			c.Failf("A second Shutdown was called with a time limit of %v, and returned after %v. Each call goes by its own context", limit, took)
		}
		a.AwaitServerClosed("The time limit of the second Shutdown has passed: cut what is left.")
		for _, call := range patient {
			nettest.Finished(c, call, "One Shutdown has cut the last connection, so that none is left for the two others that wait")
		}
		nettest.NothingLeft(c, newServer(c))
		nettest.ErrorOfItsOwn(c, newServer(c))
		nettest.Apart(c, newServer(c))
	})
}

func TestLateConnection(t *testing.T) {
	run(t, func(c *check.C) {
		for range 3 {
			s := build(c, 2)
			s.tap.Accepting = c.Gate("the end of Accept")
			s.serve()
			a := s.ln.Dial("A")
			a.Send([]byte("hello\n"))
			s.tap.Accepting.Arrived(1, "A has connected: call Accept.")
			down := s.shut(context.Background(), "Shutdown")
			c.Settle()
			nettest.Hurried(c, s.shut)
			s.tap.Accepting.Open()
			const late = "Accept was just about to give a connection when Shutdown was called, which may have returned by now, so that nobody would wait for this connection"
			a.AwaitServerClosed(late + ": close it.")
			c.Settle()
			if s.replied() > 0 {
				c.Failf("%s: close it, and serve nothing. Ask under the lock under which connections are counted whether the service is down", late)
			}
			nettest.Finished(c, down, "Shutdown was called, and the connection that came too late is closed")
			s.isClosed("Shutdown was called")
			s.shows(capstone.Stats{}, "One connection came too late, and was closed unserved, so that it does not count")
			s.log.has(c, 0, "One connection came too late, and was closed unserved")
			nettest.Finished(c, s.shut(context.Background(), "second Shutdown"), "Shutdown was called again, and the connection that came too late is closed")
		}
	})
}
