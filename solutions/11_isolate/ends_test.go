package isolate_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"testing"
	"time"

	isolate "workbook/solutions/11_isolate"

	"workbook/grader/check"
	"workbook/solutions/internal/echotest"
	"workbook/solutions/internal/nettest"
	"workbook/solutions/internal/panictest"
	"workbook/solutions/internal/pausetest"
)

// A way is one in which a handler ends.
type way struct {
	command string
	what    string // in words that follow "A's handler"
	reports int
}

func ways() []way {
	return []way{
		{"return", "returned", 0},
		{"panic A", "panicked", 1},
		{"abort", "panicked with ErrAbort", 0},
		{"exit", "called runtime.Goexit", 0},
	}
}

func TestDeferredCalls(t *testing.T) {
	check.Run(t, func(c *check.C) {
		needsErrAbort(c)
		for _, way := range ways() {
			deferred, s := c.Gate("a deferred call of the handler that "+way.what), newServer(c)
			s.on["return"] = func(net.Conn, string) {} // and there is nothing more to read
			handle := s.handle
			s.call = c.Go("Serve", func() error {
				return isolate.Serve(door{s.ln, s}, func(conn net.Conn) {
					defer deferred.Wait()
					handle(conn)
				}, s.report)
			})
			a := s.ln.Dial("A")
			a.Send([]byte(way.command + "\n"))
			a.CloseWrite()
			how := "A's handler " + way.what
			deferred.Arrived(1, how+", and its deferred call has not run")
			c.Settle()
			if a.ServerClosed() {
				c.Failf("%s, a deferred call of it was still at work, and A's connection was closed. The handler is over when its deferred calls are, and they may have something to say to the client", how)
			}
			s.quiet(0, how+", and a deferred call of it is still at work")
			s.goesOn(how)
			deferred.Open()
			s.ends(a, how)
			s.eachOnce(how)
		}
	})
}

func TestPanicInDeferredCall(t *testing.T) {
	check.Run(t, func(c *check.C) {
		needsErrAbort(c)
		s := start(c)
		first, last := errors.New("the first panic"), errors.New("the last panic")
		fails := func(conn net.Conn) func() { return func() { s.crash(conn, last) } }
		handlers := map[string]func(net.Conn){
			"returned": func(conn net.Conn) { defer fails(conn)() },
			"panicked": func(conn net.Conn) { defer fails(conn)(); panic(first) },
			"aborted":  func(conn net.Conn) { defer fails(conn)(); panic(isolate.ErrAbort) },
			"exited":   func(conn net.Conn) { defer func() { panic(last) }(); panictest.Goexit() },
			"again": func(conn net.Conn) {
				defer func() {
					_ = recover()
					s.crash(conn, last)
				}()
				panic(first)
			},
			// What is not reported.
			"recovered":  func(net.Conn) { defer func() { _ = recover() }(); panic(first) },
			"cut":        func(net.Conn) { defer func() { panic(isolate.ErrAbort) }(); panic(first) },
			"exited-cut": func(net.Conn) { defer func() { panic(isolate.ErrAbort) }(); panictest.Goexit() },
			"exited-well": func(net.Conn) {
				defer func() { _ = recover() }()
				defer func() { panic(first) }()
				panictest.Goexit()
			},
		}
		for command, f := range handlers {
			s.on[command] = func(conn net.Conn, _ string) { f(conn) }
		}
		s.says("returned", "A handler returned, and a deferred call of it panicked")
		s.says("panicked", "A handler panicked, and then a deferred call of it with another value, which is the one that counts")
		s.says("aborted", "A handler panicked with ErrAbort, and then a deferred call of it with another value, which is the one that counts")
		s.says("again", "A handler recovered a panic, and then panicked with another value")
		silent := func(command, what string) {
			a := s.ln.Dial("A")
			a.Send([]byte(command + "\n"))
			a.CloseWrite()
			s.ends(a, what)
			s.quiet(len(s.crashed()), what)
			s.goesOn(what)
		}
		silent("recovered", "A handler recovered its own panic, which is nobody's business")
		silent("cut", "A handler panicked, and then a deferred call of it with ErrAbort, which is the one that counts")
		silent("exited-cut", "A handler called runtime.Goexit, and then a deferred call of it panicked with ErrAbort")
		silent("exited-well", "A handler called runtime.Goexit, and recovered a panic of its own on the way out")
		before := len(s.reported())
		a, how := s.ln.Dial("A"), "A handler called runtime.Goexit, and then a deferred call of it panicked"
		a.Send([]byte("exited\n"))
		s.ends(a, how)
		s.goesOn(how)
		c.Settle()
		if got := s.reported()[before:]; len(got) > 1 || len(got) == 1 && got[0].Value != last {
			c.Failf("%s, and what was reported is not that panic, once", how)
		}
	})
}

func TestClosedBeforeReport(t *testing.T) {
	logging(t, func(c *check.C, l *nettest.Log) {
		s := newServer(c)
		s.closing = c.Gate("Close")
		s.start()
		a, b := s.ln.Dial("A"), s.ln.Dial("B")
		s.echoes(b, "B is connected")
		a.Send([]byte("panic A\n"))
		s.closing.Arrived(1, "A's handler panicked, and nobody closed its connection")
		c.Settle()
		c.Sleep(24 * time.Hour)
		if len(s.reported()) > 0 {
			c.Failf("A's handler panicked, Close of its connection has not returned yet, and report was called. Call Close first, on the same goroutine, and report when it has returned: who hears of the panic may look for the connection, and must not find it open")
		}
		s.echoes(b, "A's handler panicked, Close of its connection takes its time, and B must be served meanwhile")
		s.goesOn("A's handler panicked, and Close of its connection takes its time")
		s.closing.Open()
		s.ends(a, "A's handler panicked")
		s.eachOnce("A's handler panicked")
		closeFails(c, l)
	})
}

// closeFails has connections whose Close gives an error, which is nobody's panic.
func closeFails(c *check.C, l *nettest.Log) {
	s := newServer(c)
	s.jammed = errors.New("close: input/output error")
	s.start()
	const returned = "A handler returned, and Close of its connection gave an error"
	a := s.ln.Dial("a client")
	s.echoes(a, "A client has come, and must be served")
	a.CloseWrite()
	s.ends(a, returned)
	s.quiet(0, returned)
	unsaid(c, l, returned)
	const panicked = "A handler panicked, and Close of its connection gave an error"
	s.says("panic it", panicked)
	unsaid(c, l, panicked+", and the panic was reported")
	s.goesOn(panicked)
}

// logging is check.Run with a log of the check's own.
func logging(t *testing.T, f func(c *check.C, l *nettest.Log)) {
	defer nettest.KeepLog()()
	check.Run(t, func(c *check.C) { f(c, nettest.OpenLog(c)) })
}

// unsaid fails the check if anything was logged.
func unsaid(c *check.C, l *nettest.Log, what string) {
	c.Settle()
	if entries := l.Entries(); len(entries) > 0 {
		c.Fail(check.Mistake{
			Message: what + ", and something was written to the log. Report is told of panics, the caller of Serve of what Accept says, and they decide what belongs in a log. Take out what logs",
			Got:     entries[0].Head(), Expected: "nothing in the log", At: entries[0].At,
		})
	}
}

func TestOwnGoroutine(t *testing.T) {
	check.Run(t, func(c *check.C) {
		s := newServer(c)
		serving := 0
		s.call = c.Go("Serve", func() error {
			serving = panictest.Goroutine()
			return isolate.Serve(door{s.ln, s}, s.handle, s.report)
		})
		seen := map[int]string{}
		var open []*check.Conn
		for i := range 12 {
			a := s.ln.Dial(fmt.Sprintf("client %d", i+1))
			s.echoes(a, a.Name()+" has connected, and its handler answers each line")
			calls := s.calls()
			if len(calls) != i+1 {
				c.Failf("%d clients came, and handle was called %d times. Call it once for each connection", i+1, len(calls))
			}
			last := calls[i]
			if !s.given[last.conn] {
				c.Fail(check.Mistake{
					Message: "handle was called with another connection than the one that Accept gave. A handler may know of what type that is, and use more of it than net.Conn has: hand it on as it is",
					Got:     fmt.Sprintf("a %T", last.conn), Expected: "the very connection",
				})
			}
			if other := seen[last.goroutine]; other != "" || last.goroutine == serving {
				c.Failf("The handler of %s ran on a goroutine that had something else to do, before or beside it. Start a goroutine for each connection: what a handler leaves behind on its goroutine, as with runtime.LockOSThread, must not meet the next one", a.Name())
			}
			seen[last.goroutine] = a.Name()
			if i%3 == 2 {
				open = append(open, a)
				continue
			}
			a.Send([]byte([]string{"panic it\n", "exit\n"}[i%3]))
			s.ends(a, "The handler of "+a.Name()+" ended")
			c.Settle()
		}
		for _, a := range open {
			s.echoes(a, "Other handlers have ended, and "+a.Name()+" is served")
		}
	})
}

const years = 200 * pausetest.Year

func TestNoTimeLimit(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const size = 1 << 20
		s := newServer(c)
		s.on["much"] = func(conn net.Conn, _ string) { conn.Write(make([]byte, size)) }
		s.start()
		a, b := s.ln.Dial("A"), s.ln.Dial("B")
		s.echoes(a, "A comes first")
		b.StopReading()
		b.Send([]byte("much\n"))
		c.Settle()
		c.Sleep(years)
		s.goesOn("Nothing happened for very long")
		s.echoes(a, "A was silent for very long: Serve sets no time limit, for it does not know what a handler waits for")
		b.ResumeReading()
		b.Expect(make([]byte, size), "B was slow to read for very long: Serve sets no time limit, for it does not know what a handler waits for")
		s.echoes(b, "B was slow to read for very long, and is served")
	})
}

// An odd error is one that Accept may fail with though nobody has closed the listener.
func oddErrors() []error {
	return []error{
		errors.New("accept: the disk is on fire"),
		errors.New(""),
		errors.New(net.ErrClosed.Error()), // says so, and is not
		io.EOF,
		io.ErrClosedPipe,
		os.ErrClosed,
		context.Canceled,
		&net.OpError{Op: "accept", Net: "tcp", Err: os.NewSyscallError("accept4", syscall.EMFILE)},       // temporary, too
		&net.OpError{Op: "accept", Net: "tcp", Err: os.NewSyscallError("accept4", syscall.ECONNABORTED)}, // temporary, too
		&net.OpError{Op: "accept", Net: "tcp", Err: os.ErrDeadlineExceeded},
		isolate.ErrAbort,
	}
}

func TestAcceptEnds(t *testing.T) {
	logging(t, func(c *check.C, l *nettest.Log) {
		s := start(c)
		s.goesOn("Nobody has come yet")
		s.ln.Close()
		s.endsWell("The listener was closed, so Accept fails")
		for _, closed := range []error{net.ErrClosed, fmt.Errorf("accepting in the test: %w", net.ErrClosed)} {
			s = start(c)
			s.ln.FailAccept(closed)
			s.endsWell(fmt.Sprintf("Accept failed with %q, which is or wraps net.ErrClosed", closed))
		}
		for _, broken := range oddErrors() {
			s = start(c)
			s.ln.FailAccept(broken)
			s.endsWith(broken)
			unsaid(c, l, fmt.Sprintf("Accept failed with %q", broken))
		}
	})
}

// endsWell expects Serve to return nil or what wraps net.ErrClosed.
func (s *server) endsWell(what string) {
	if err := s.call.Returns(what + ": Serve must return"); err != nil && !check.Wraps(err, net.ErrClosed) {
		s.Fail(check.Mistake{
			Message: what + ", which is an ordinary end: Serve must return nil or an error that wraps net.ErrClosed",
			Got:     fmt.Sprintf("the error %q", err), Expected: "nil or an error that wraps net.ErrClosed",
		})
	}
}

// endsWith expects Serve to return an error that wraps the one of Accept.
func (s *server) endsWith(want error) {
	err := s.call.Returns(fmt.Sprintf("Accept failed with %q, though the listener was not closed: Serve must return the error, and not accept again", want))
	expected := fmt.Sprintf("an error that wraps %q", want)
	switch {
	case err == nil:
		s.Fail(check.Mistake{
			Message: "Accept failed with an error that does not wrap net.ErrClosed, and Serve returned nil: its caller would think that all is well. errors.Is(err, net.ErrClosed) tells whether the listener was closed, and the text of an error does not",
			Got:     "nil", Expected: expected,
		})
	case !check.Wraps(err, want):
		s.Fail(check.Mistake{
			Message: "Accept failed, and Serve returned an error that does not wrap Accept's: return that error itself, or fmt.Errorf with %w, so that errors.Is finds it",
			Got:     fmt.Sprintf("the error %q", err), Expected: expected,
		})
	}
}

func TestClientsOutliveListener(t *testing.T) {
	check.Run(t, func(c *check.C) {
		needsErrAbort(c)
		broken := errors.New("accept: too many open files")
		for _, end := range []struct {
			what string
			how  func(*server)
		}{
			{"The listener was closed", func(s *server) { s.ln.Close() }},
			{"Accept failed", func(s *server) { s.ln.FailAccept(broken) }},
		} {
			s := start(c)
			names := []string{"A", "B", "C", "D", "E"}
			var clients []*check.Conn
			for _, name := range names {
				a := s.ln.Dial(name)
				s.echoes(a, name+" has connected")
				clients = append(clients, a)
			}
			a, b := clients[0], clients[1]
			end.how(s)
			c.Settle() // Serve returns now, or waits for its clients
			if a.ServerClosed() {
				c.Failf("%s while A is connected, and A's connection was closed. A has done nothing, and its handler is at work: leave the connection to it, whether Serve waits for it or not", end.what)
			}
			s.echoes(a, end.what+" while A is connected: A is served to its own end all the same, whether Serve waits for it or not")
			c.Sleep(years)
			s.echoes(a, end.what+", a long time has passed, and A is still connected: it is served to its own end, however long that takes")
			b.Send([]byte("panic B\n"))
			s.ends(b, end.what+", and then B's handler panicked")
			s.reportsCrash(end.what + ", and then B's handler panicked")
			for i, command := range []string{"abort\n", "exit\n"} {
				d := clients[2+i]
				d.Send([]byte(command))
				s.ends(d, end.what+", and then the handler of "+d.Name()+" ended by "+command[:len(command)-1])
			}
			s.quiet(1, end.what+", and then handlers ended by ErrAbort and runtime.Goexit")
			s.echoes(a, end.what+", other handlers ended in many ways, and A's goes on")
			for _, d := range []*check.Conn{a, clients[4]} {
				d.CloseWrite()
				d.ExpectEOF(end.what + ", and " + d.Name() + " is done: its connection must be closed")
				s.ends(d, end.what+", and "+d.Name()+" is done")
			}
			if end.what == "Accept failed" {
				s.endsWith(broken)
				s.ln.Close()
			} else {
				echotest.EndsQuietly(c, s.call, end.what+" and all clients are gone")
			}
			c.NoLeaks(end.what + " and all clients are gone")
		}
		twoServers(c)
	})
}
