package shutdown_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"testing"
	"time"

	"workbook/grader/check"
	"workbook/solutions/internal/nettest"
)

func TestDeadline(t *testing.T) {
	check.Run(t, func(c *check.C) {
		s, ln, call := started(c)
		a, b, early := ln.Dial("A"), ln.Dial("B"), ln.Dial("C")
		for _, client := range []*check.Conn{a, b, early} {
			answered(c, client, client.Name()+" must be served.")
		}
		limit := time.Duration(10+c.Rand().IntN(20)) * time.Minute
		// What a context says is its Err; its cause is for those who gave it.
		ctx, cancel := context.WithTimeoutCause(context.Background(), limit, errors.New("the operator has no time"))
		defer cancel()
		began := c.Now()
		down := s.shut(ctx, "Shutdown")
		isClosed(c, call, "Shutdown was called while three clients are connected")
		c.Sleep(limit - time.Second)
		patient(c, down, fmt.Sprintf("Shutdown was called with a time limit of %v, connections are not over, and a second before the end of it Shutdown has returned", limit), a, b)
		for _, client := range []*check.Conn{a, b} {
			answered(c, client, fmt.Sprintf("Shutdown was called with a time limit of %v, which is not over yet: connections may use all of it.", limit))
		}
		leave(early)
		when := fmt.Sprintf("Shutdown was called with a time limit of %v, which has passed, and two clients are connected", limit)
		nettest.Cut(c, down, context.DeadlineExceeded, when)
		if took := c.Now() - began; took != limit {
			c.Failf("Shutdown was called with a time limit of %v, and returned after %v. Wait in one select for its context and for the last connection, and look at no clock", limit, took)
		}
		for _, client := range []*check.Conn{a, b} {
			client.AwaitServerClosed(when + ": cut all connections that are left, by closing them. Their handles hear of it from Read.")
		}
	})
}

func TestCancelled(t *testing.T) {
	check.Run(t, func(c *check.C) {
		s, ln, _ := started(c)
		a := ln.Dial("A")
		answered(c, a, "A must be served.")
		ctx, cancel := context.WithCancelCause(context.Background())
		down := s.shut(ctx, "Shutdown")
		patient(c, down, "Shutdown was called, its context is not over, and A is connected: wait for A", a)
		cancel(errors.New("the operator has changed his mind"))
		nettest.Cut(c, down, context.Canceled, "The context of Shutdown was cancelled while A is connected")
		a.AwaitServerClosed("The context of Shutdown was cancelled while A is connected: cut the connection, by closing it.")

		// A deadline is not all that ends a context.
		s, ln, _ = started(c)
		a = ln.Dial("A")
		answered(c, a, "A must be served.")
		limited, cancelLimited := context.WithTimeout(context.Background(), time.Hour)
		down = s.shut(limited, "Shutdown")
		patient(c, down, "Shutdown was called, its context is not over, and A is connected: wait for A", a)
		cancelLimited()
		const when = "The context of Shutdown, which has a time limit of an hour, was cancelled at once, while A is connected"
		down.AtOnce(when + ": Shutdown must return at once. Wait for ctx.Done(), which is closed by whatever ends the context, and look at no deadline.")
		nettest.Cut(c, down, context.Canceled, when)

		s, ln, _ = started(c)
		b := ln.Dial("B")
		answered(c, b, "B must be served.")
		nettest.Cut(c, s.shut(ctx, "Shutdown"), context.Canceled, "Shutdown was called with a context that was over already, while B is connected")
		b.AwaitServerClosed("Shutdown was called with a context that was over already, while B is connected: cut the connection, by closing it.")
	})
}

// When Shutdown has cut, it has: who is told so may end the program.
func TestCutBeforeReturn(t *testing.T) {
	check.Run(t, func(c *check.C) { nettest.CutBeforeReturn(c, newServer(c)) })
}

// No limit of time is in the task but that of the context.
func TestAsLongAsItTakes(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln := c.Listen("the listener")
		payload := bytes.Repeat([]byte("0123456789"), check.DefaultBuffer/4)
		s := serverFor(c, func(conn net.Conn) {
			echo(conn)
			conn.Write(payload)
		})
		s.serve(ln)
		a, b := ln.Dial("A"), ln.Dial("B")
		answered(c, a, "A comes first.")
		answered(c, b, "B comes second.")
		b.StopReading()
		b.Send([]byte("r")) // and so gets the payload
		c.NoPolling("Clients are connected and silent, and something in your package asks again and again whether they are still there.")
		nettest.Age(c)
		const when = "Clients were silent for a hundred years, which nobody has forbidden: handle decides how long it waits"
		answered(c, a, when+". A must be served.")
		answered(c, ln.Dial("C"), when+". C comes now: it must be served.")
		down := s.shut(context.Background(), "Shutdown")
		another := s.shut(context.Background(), "another Shutdown")
		c.NoPolling("Two Shutdowns wait for connections, and something in your package looks again and again whether they are over. Let the end of the last one wake it.")
		nettest.Age(c)
		patient(c, down, "Shutdown was called a hundred years ago with a context that is never over, clients are connected, and it has returned: wait for them, as long as it takes", a, b)
		another.StillRunning("Another Shutdown was called a hundred years ago with a context that is never over, clients are connected, and it has returned: each call waits, whether it is the first or not")
		answered(c, a, "Shutdown was called a hundred years ago with a context that is never over, and A is connected: let it finish.")
		b.ResumeReading()
		b.Expect(payload, when+". handle wrote to B, who reads again: all of it must arrive.")
		b.AwaitServerClosed("handle has returned: close the connection.")
	})
}

func TestCrowd(t *testing.T) {
	check.Run(t, func(c *check.C) {
		all := 1001 + c.Rand().IntN(200) // more than any number that somebody may have thought enough
		s, ln, call := started(c)
		clients := make([]*check.Conn, all)
		for i := range clients {
			clients[i] = ln.Dial(fmt.Sprintf("client %d", i+1))
		}
		came := fmt.Sprintf("%d clients are connected", all)
		for _, a := range clients {
			a.Send([]byte("x"))
		}
		for _, a := range clients {
			a.Expect([]byte("x"), came+", and each must be served: there is no limit to their number.")
		}
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		patience, hasty := s.shut(context.Background(), "Shutdown without a limit"), s.shut(ctx, "Shutdown with a context")
		isClosed(c, call, "Shutdown was called while "+came)
		stay := c.Rand().IntN(all / 2)
		for _, a := range clients[stay:] {
			a.Send([]byte("r"))
		}
		for _, a := range clients[stay:] {
			a.AwaitServerClosed("handle has returned: close the connection.")
		}
		if stay == 0 {
			return
		}
		patient(c, hasty, fmt.Sprintf("%d of %d clients are connected, and a Shutdown has returned", stay, all), clients[:stay]...)
		patience.StillRunning(fmt.Sprintf("%d of %d clients are connected, and a Shutdown has returned", stay, all))
		cancel()
		nettest.Cut(c, hasty, context.Canceled, fmt.Sprintf("The context of Shutdown was cancelled while %d clients are connected", stay))
		for _, a := range clients[:stay] {
			a.AwaitServerClosed("The context of Shutdown was cancelled: cut all connections that are left.")
		}
		nettest.Finished(c, patience, "Another Shutdown has cut the last connections, after which handle has returned for each")
	})
}

// busy is a server with one client, whose handle waits at the gate and does not look
// at its connection.
func busy(c *check.C) (s *server, a *check.Conn, work *check.Gate) {
	work = c.Gate("the work of handle")
	ln := c.Listen("the listener")
	s = serverFor(c, func(net.Conn) { work.Wait() })
	s.serve(ln)
	a = ln.Dial("A")
	work.Arrived(1, "A is connected: call handle.")
	return s, a, work
}

func TestDoesNotWaitForHandle(t *testing.T) {
	check.Run(t, func(c *check.C) {
		s, a, work := busy(c)
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		longer, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
		defer cancel()
		slow := s.shut(longer, "Shutdown with 3 minutes")
		const when = "Shutdown was called with a time limit, which has passed, and a handle is at work that does not look at its connection"
		began := c.Now()
		nettest.Cut(c, s.shut(ctx, "Shutdown"), context.DeadlineExceeded, when)
		if took := c.Now() - began; took != time.Minute {
			c.Failf("%s. The limit was a minute, and Shutdown has returned after %v: once it has cut the connections it returns at once, and waits for handle not at all", when, took)
		}
		a.AwaitServerClosed(when + ": cut the connection, by closing it.")

		again := s.shut(context.Background(), "second Shutdown")
		again.StillRunning("The first Shutdown has cut a connection, whose handle is at work all the same, and the second one has returned. Its own context is not over: it waits until handle has returned")
		nettest.Cut(c, s.shut(ctx, "third Shutdown"), context.DeadlineExceeded, "A third Shutdown was called with a context that was over already, and a handle is at work")
		nettest.Cut(c, s.shut(nettest.Over(), "fourth Shutdown"), context.Canceled, "The context of the first Shutdown had a time limit, which has passed. A fourth one was called with a context of its own, which was cancelled, and a handle is at work. What the first one returned is not its answer")
		if now := c.Now() - began; now > time.Minute {
			c.Failf("Shutdown was called with contexts that were over already, while a handle is at work that does not look at its connection, and returned %v later. It returns at once, and waits for handle not at all", now-time.Minute)
		}
		nettest.Cut(c, slow, context.DeadlineExceeded, "Shutdown was called with a time limit of 3 minutes, which have passed, another Shutdown has cut the last connection before, and its handle is at work all the same. Each call waits by its own context, also for those that another one has cut")
		if took := c.Now() - began; took != 3*time.Minute {
			c.Failf("Shutdown was called with a time limit of 3 minutes, another one has cut the last connection before, whose handle is at work all the same, and it returned after %v. Each call goes by its own context", took)
		}
		work.Open()
		nettest.Finished(c, again, "The handle has returned at last")
	})
}

func TestOwnContexts(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, patientFirst := range []bool{true, false} {
			s, ln, _ := started(c)
			a := ln.Dial("A")
			answered(c, a, "A must be served.")
			hasty, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
			defer cancel()
			slow, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
			defer cancel()
			var p, q, h *check.Call
			if patientFirst {
				p, q = s.shut(context.Background(), "Shutdown without a limit"), s.shut(slow, "Shutdown with 4 minutes")
				c.Settle()
				h = s.shut(hasty, "Shutdown with 2 minutes")
			} else {
				h = s.shut(hasty, "Shutdown with 2 minutes")
				c.Settle()
				p, q = s.shut(context.Background(), "Shutdown without a limit"), s.shut(slow, "Shutdown with 4 minutes")
			}
			c.Sleep(time.Minute)
			for _, call := range []*check.Call{p, q, h} {
				patient(c, call, "Three Shutdowns are under way, A is connected, and one of them has returned before its context was over. Each call waits, whether it is the first or not", a)
			}
			nettest.Cut(c, h, context.DeadlineExceeded, "Three Shutdowns are under way with contexts of their own, and the shortest has 2 minutes, which have passed")
			a.AwaitServerClosed("Three Shutdowns are under way, and the context of one of them is over: cut the connection.")
			const how = "Three Shutdowns are under way, and one of them has cut the last connection, after which handle has returned. The context of this one is not over"
			nettest.Finished(c, p, how)
			nettest.Finished(c, q, how)
		}
		nettest.NothingLeft(c, newServer(c))
		nettest.ErrorOfItsOwn(c, newServer(c))
		nettest.Apart(c, newServer(c))
	})
}

func TestManyShutdowns(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const n = 30
		for _, connected := range []bool{false, true} {
			s, ln, call := started(c)
			a := ln.Dial("A")
			answered(c, a, "A must be served.")
			if !connected {
				leave(a)
			}
			// A plain channel: nothing but the learner's code orders the goroutines, so
			// that the race detector sees all of them at once.
			start := make(chan struct{})
			var calls [n]*check.Call
			for i := range calls {
				calls[i] = c.Go(fmt.Sprintf("Shutdown %d", i+1), func() error {
					<-start
					return s.Shutdown(context.Background())
				})
			}
			c.Settle()
			close(start)
			c.Settle()
			for _, call := range calls {
				noPanic(c, call, fmt.Sprintf("Shutdown was called %d times at once,", n))
				if connected {
					patient(c, call, fmt.Sprintf("Shutdown was called %d times at once, A is connected, and one of the calls has returned. Each of them waits for the last connection, whether it is the first or not", n), a)
				}
			}
			if connected {
				leave(a)
			}
			for _, call := range calls {
				nettest.Finished(c, call, fmt.Sprintf("Shutdown was called %d times at once, and no connection is left", n))
			}
			isClosed(c, call, "Shutdown was called many times at once")
			last := s.shut(context.Background(), "one more Shutdown")
			noPanic(c, last, "Shutdown was called again when all was over,")
			nettest.Finished(c, last, "Shutdown was called again when all was over")
		}
	})
}
