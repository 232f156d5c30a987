// Package capstone_test holds the inside checks of the echo service.
package capstone_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	capstone "workbook/solutions/17_capstone"

	"workbook/grader/check"
	"workbook/solutions/internal/nettest"
	"workbook/solutions/internal/panictest"
)

func TestMain(m *testing.M) { check.Main(m) }

// A service is the learner's, with all that a check holds in its hands.
type service struct {
	*capstone.Service
	c    *check.C
	ln   *check.Listener
	tap  *nettest.Tap
	log  *logbook
	work *check.Gate // where reply waits for lines that say so
	call *check.Call // of Serve

	falls []*panictest.Fall // what reply does when a line says which

	mu    sync.Mutex
	lines []string // that reply was called with
}

// build calls New, with room for n.
func build(c *check.C, n int) *service {
	s := &service{c: c, log: newLogbook(c), work: c.Gate("the work of reply")}
	s.ln = c.Listen("the listener")
	s.tap = &nettest.Tap{Listener: s.ln, Limit: n}
	c.Go("New", func() error {
		s.Service = capstone.New(n, s.reply)
		return nil
	}).Returns("New must return, and leave the accepting to Serve.")
	if s.Service == nil {
		c.Failf("New returned nil. Its caller needs a service to call Serve, Shutdown and Stats of")
	}
	if capstone.ErrClosed == nil {
		c.Failf("ErrClosed is nil. The caller of Serve compares with it to tell a shutdown from a failure")
	}
	return s
}

// serve calls Serve.
func (s *service) serve() *service {
	s.call = s.c.Go("Serve", func() error { return s.Serve(s.tap) })
	return s
}

// start is a service with room for n that serves.
func start(c *check.C, n int) *service { return build(c, n).serve() }

// shut calls Shutdown.
func (s *service) shut(ctx context.Context, name string) *check.Call {
	return s.c.Go(name, func() error { return s.Shutdown(ctx) })
}

// reply does what a line says.
func (s *service) reply(line string) string {
	defer s.c.Task("reply")()
	s.mu.Lock()
	s.lines = append(s.lines, line)
	s.mu.Unlock()
	command, rest, _ := strings.Cut(line, " ")
	switch strings.TrimSuffix(command, "\n") {
	case "panic":
		panic(strings.TrimSuffix(rest, "\n"))
	case "cause":
		i, _ := strconv.Atoi(strings.TrimSuffix(rest, "\n"))
		s.falls[i].Deep()
	case "wait-and-panic":
		s.work.Wait()
		panic("late")
	case "exit":
		panictest.Goexit()
	case "wait":
		s.work.Wait()
	case "drop":
		return ""
	case "twice":
		return line + line
	}
	return answer(line)
}

// answer is the answer to a line that is not a command.
func answer(line string) string { return "<" + line }

// replied is how often reply was called.
func (s *service) replied() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.lines)
}

// word is a line that nobody else says.
func word(c *check.C) string { return fmt.Sprintf("hello %016x\n", c.Rand().Uint64()) }

// says sends a line and expects its answer at once.
func (s *service) says(a *check.Conn, why string) {
	began := s.c.Now()
	line := word(s.c)
	a.Send([]byte(line))
	a.Expect([]byte(answer(line)), why)
	if late := s.c.Now() - began; late > 0 {
		s.c.Failf("%s It took %v: let what is waited for wake the one who waits, and look at no clock.", why, late)
	}
}

// ends expects the end of a connection after everything was read from it.
func (s *service) ends(a *check.Conn, when string) {
	a.ExpectEOF(when + ": nothing more is written, and its connection is closed, or its client waits for ever.")
	a.AwaitServerClosed(when + ": its connection is closed, or its client waits for ever.")
	s.c.Settle()
}

// stats calls Stats.
func (s *service) stats(when string) (now capstone.Stats) {
	call := s.c.Go("Stats", func() error { now = s.Stats(); return nil })
	s.c.Settle()
	select {
	case <-call.Done():
	default:
		s.c.Failf("%s, and Stats does not return. It waits for nobody: hold the lock for a few statements only, and never while you call reply, write to a client or log", when)
	}
	call.Returns("Stats must return.")
	return now
}

// shows expects these numbers.
func (s *service) shows(want capstone.Stats, when string) {
	s.c.Settle()
	if got := s.stats(when); got != want {
		s.c.Fail(check.Mistake{
			Message: when + ", and Stats gives other numbers." + astray(got, want),
			Got:     fmt.Sprintf("%+v", got), Expected: fmt.Sprintf("%+v", want),
		})
	}
}

// astray says what the first number that is wrong stands for.
func astray(got, want capstone.Stats) string {
	switch {
	case got.Open != want.Open:
		return " Open is how many connections were accepted and are not over. One is over when it is closed and its panic is logged, however it ended"
	case got.Over > want.Over:
		return " Over is how many connections are over: one that is closed and whose panic is logged, and not before"
	case got.Over != want.Over:
		return " Over is how many connections are over, however they ended: count them in a deferred call"
	case got.Panicked != want.Panicked:
		return " Panicked is how many of those that are over were ended by a panic of reply, and runtime.Goexit is none"
	}
	return " Lines is how many answers were written whole: an answer that is empty counts, one whose Write failed does not, and neither does a line whose reply did not return"
}

// A logbook is what package log writes to.
type logbook struct{ *nettest.Log }

func newLogbook(c *check.C) *logbook { return &logbook{nettest.OpenLog(c)} }

// has expects n entries, lets everything rest, and gives them.
func (b *logbook) has(c *check.C, n int, when string) []nettest.Entry {
	c.Settle()
	entries := b.Entries()
	if len(entries) == n {
		b.Untouched(c)
		return entries
	}
	m := check.Mistake{
		Message: when + ", and the log has another number of entries. Each panic is one entry of package log. A panic is a mistake in the program, and who swallows it without a word hides it from all who could mend it",
		Got:     fmt.Sprintf("%d entries\n%s", len(entries), nettest.Text(entries)), Expected: fmt.Sprintf("%d entries", n),
	}
	if len(entries) > n {
		last := entries[len(entries)-1]
		m.At = last.At
		m.Message = fmt.Sprintf("%s, and the log has too many entries, the last of which is %q. Each panic is one entry of package log, value and stack together, and nothing else is logged: not a return, not runtime.Goexit, not a client that went away, not a shutdown", when, last.Head())
	}
	c.Fail(m)
	return nil
}

// run is check.Run, and gives the log back.
func run(t *testing.T, f func(c *check.C)) {
	defer nettest.KeepLog()()
	check.Run(t, f)
}

// isClosed awaits a Serve that must tell of a shutdown.
func (s *service) isClosed(when string) {
	began := s.c.Now()
	err := s.call.Returns(when + ": Serve must return, and wait neither for connections nor for a free slot.")
	if late := s.c.Now() - began; late > 0 {
		s.c.Failf("%s, and Serve returned %v later. It returns as soon as Accept fails, and when it waits for a free slot, Shutdown has to wake it", when, late)
	}
	if err != capstone.ErrClosed {
		s.c.Fail(check.Mistake{
			Message: when + ", and Serve did not return ErrClosed. Accept failed because the service closed its own listener, which is no failure: only ErrClosed tells the caller so",
			Got:     nettest.Show(err), Expected: nettest.Show(capstone.ErrClosed),
		})
	}
	s.c.Settle() // Shutdown may have woken Serve first, and close the listener now
	if !s.ln.Closed() {
		s.c.Failf("%s, Serve has returned, and the listener is open: clients connect, and nobody will ever accept them", when)
	}
}

// newServer gives what makes services for the checks that other exercises have, too.
func newServer(c *check.C) func() nettest.Server {
	return func() nettest.Server { return view{build(c, 3)} }
}

// A view is a service as those checks see it.
type view struct{ s *service }

func (v view) Serve(ln net.Listener) *check.Call {
	return v.s.c.Go("Serve", func() error { return v.s.Service.Serve(ln) })
}
func (v view) Shut(ctx context.Context, name string) *check.Call { return v.s.shut(ctx, name) }
func (v view) Answers(a *check.Conn, why string)                 { v.s.says(a, why) }

func (v view) Leave(a *check.Conn) {
	a.CloseWrite()
	v.s.ends(a, "A client is done")
}

func (v view) IsClosed(call *check.Call, ln *check.Listener, when string) {
	v.s.call, v.s.ln = call, ln
	v.s.isClosed(when)
}

// quietly does what a check does to services, of which nothing may be in the log.
func quietly(c *check.C, when string, f func(*check.C, func() nettest.Server)) {
	var all []*service
	f(c, func() nettest.Server {
		s := build(c, 3)
		all = append(all, s)
		return view{s}
	})
	for _, s := range all {
		s.log.Silent(c, 0, when)
	}
}

// timed is a context with a time limit, and the limit. Its cause is not its Err.
func timed(c *check.C) (context.Context, time.Duration, context.CancelFunc) {
	limit := time.Duration(5+c.Rand().IntN(20)) * time.Minute
	ctx, cancel := context.WithTimeoutCause(context.Background(), limit, errors.New("the operator has no time"))
	return ctx, limit, cancel
}
