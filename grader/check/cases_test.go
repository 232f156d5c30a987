package check_test

import (
	"bytes"
	"errors"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/check"
	"workbook/grader/check/internal/broken"
	"workbook/grader/check/internal/cases"
	"workbook/grader/longtest"
	"workbook/grader/report/outcome"
)

type aCase struct {
	name    string
	f       func(c *check.C)
	verdict outcome.Verdict
	says    []string // parts of the message
	at      string   // marks a line of broken; empty: no position
	near    string   // the same for the second place to look at
	got     string   // part of what came back
	sent    string
}

func (tt aCase) check(t *testing.T, o cases.Outcome) {
	t.Helper()
	cases.Want{Verdict: tt.verdict, Says: tt.says, At: tt.at, Near: tt.near, Got: tt.got, Sent: tt.sent}.Check(t, tt.name, o)
}

// reexec runs one case as the grader would.
func reexec(t *testing.T, name string, env ...string) cases.Outcome {
	t.Helper()
	return cases.Rerun(t, name, 1, env...)
}

// serve starts a server in the bubble.
func serve(c *check.C, f func(net.Listener) error) (*check.Listener, *check.Call) {
	ln := c.Listen("listener")
	return ln, c.Go("Echo", func() error { return f(ln) })
}

const why = "Whoever speaks must be answered"

// echoed is a check that most of the broken servers fail.
func echoed(f func(net.Listener) error) func(*check.C) {
	return func(c *check.C) {
		ln, echo := serve(c, f)
		ln.Dial("A")
		b := ln.Dial("B")
		b.Send([]byte("hello, you"))
		b.Expect([]byte("hello, you"), why)
		b.CloseWrite()
		b.ExpectEOF("B has finished")
		b.AwaitServerClosed("B must be closed")
		ln.Close()
		echo.Returns("Echo must return")
	}
}

var allCases = []aCase{
	{name: "right", f: echoed(broken.Echo), verdict: outcome.Pass},
	{name: "sequential", f: echoed(broken.Sequential), verdict: outcome.Fail, at: "sequential",
		says: []string{why + ". B was never accepted. Echo waits in io.Copy at ", "broken.go:"}, got: "nothing", sent: `"hello, you"`},
	{name: "accepts for ever", f: echoed(broken.AcceptsForEver), verdict: outcome.Fail, at: "accepts for ever",
		says: []string{"Echo must return. The listener is closed, and Accept has failed 1,000 times since", "leave the loop"}},
	{name: "accepts for ever, which is not what is asked", verdict: outcome.Pass, f: func(c *check.C) {
		ln, _ := serve(c, broken.AcceptsForEver)
		a := ln.Dial("A")
		a.Send([]byte("hello"))
		a.Expect([]byte("hello"), why)
	}},
	{name: "ignores EOF", f: echoed(broken.IgnoresEOF), verdict: outcome.Fail, at: "ignores EOF",
		says: []string{"Read has given io.EOF 1,000 times for B: B is done, and nothing more will ever come.", "leave the loop"}},
	{name: "ignores EOF, when the check is over", verdict: outcome.Fail, at: "ignores EOF", f: func(c *check.C) {
		ln, _ := serve(c, broken.IgnoresEOF)
		a := ln.Dial("A")
		a.Send([]byte("hello"))
		a.Expect([]byte("hello"), why)
	}, says: []string{"Read has given io.EOF 1,000 times for A: "}},
	{name: "reads on", f: echoed(broken.ReadsOn), verdict: outcome.Fail, at: "reads on",
		says: []string{"Read has failed 1,000 times in a row for ", "use of closed network connection): your code has closed the connection of "}},
	{name: "reads on after a reset", verdict: outcome.Fail, at: "ignores EOF", f: func(c *check.C) {
		ln, _ := serve(c, broken.IgnoresEOF)
		a := ln.Dial("A")
		ln.AwaitAccepted(1, why)
		a.Reset()
		c.Settle()
	}, says: []string{"Read has failed 1,000 times in a row for A (", "connection reset by peer): the connection of A is broken, and every call fails from now on."}},
	{name: "no room", f: echoed(broken.NoRoom), verdict: outcome.Fail, at: "no room",
		says: []string{"has called Read 1,000 times with room for no byte at all", "make([]byte, 4096)"}},
	{name: "writes on", verdict: outcome.Fail, at: "writes on", f: func(c *check.C) {
		ln, _ := serve(c, broken.WritesOn)
		a := ln.Dial("A")
		a.Send([]byte("hello"))
		a.Close()
		c.Settle()
	}, says: []string{"Write has failed 1,000 times in a row for A (", "broken pipe): the connection of A is broken"}},
	{name: "deaf to writes", verdict: outcome.Fail, at: "deaf to writes", f: func(c *check.C) {
		ln, _ := serve(c, broken.DeafToWrites)
		a := ln.Dial("A")
		a.FailWrites(errors.New("no route to host"))
		a.Send([]byte("hello"))
		a.AwaitServerClosed("A must be closed")
	}, says: []string{"has not closed the connection of A", "A Write had failed, and your code called Read again: look at the error that Write gives you."}},
	{name: "impatient", verdict: outcome.Fail, at: "impatient", f: func(c *check.C) {
		ln, _ := serve(c, broken.Impatient)
		ln.Dial("A")
		c.Sleep(time.Hour)
	}, says: []string{"Read has failed 1,000 times in a row for A (", "i/o timeout): the time limit that your code has set is over"}},
	{name: "patient", verdict: outcome.Pass, f: func(c *check.C) {
		ln, _ := serve(c, broken.Patient)
		a := ln.Dial("A")
		c.Sleep(time.Hour)
		a.Send([]byte("hello"))
		a.Expect([]byte("hello"), why)
	}},
	{name: "silent", f: echoed(broken.Silent), verdict: outcome.Fail, at: "silent",
		says: []string{why + ". Nothing came back to B. 2 goroutines wait in io.Copy at ", "; Echo waits in Accept at "}, got: "nothing"},
	{name: "wrong", f: echoed(broken.WrongBytes), verdict: outcome.Fail, at: "wrong",
		says: []string{why + ". What came back to B is not what was sent: byte 6 of 10 differs."}, got: `"hello\f you"`},
	{name: "early", f: echoed(broken.EarlyClose), verdict: outcome.Fail, at: "each ends", near: "early",
		says: []string{"The server closed the connection of B, and only 4 of 10 bytes came back."}, got: `"hell"`},
	{name: "never closes", f: echoed(broken.NeverCloses), verdict: outcome.Fail,
		says: []string{"B has finished. The connection of B is still open. The goroutine started at ", " waits in io.Copy; Echo waits in Accept at "}, at: "never closes"},
	{name: "in a hurry", verdict: outcome.Fail, at: "in a hurry", near: "in a hurry reads", f: func(c *check.C) {
		ln, _ := serve(c, broken.InAHurry)
		a := ln.Dial("A")
		c.Sleep(time.Minute)
		a.Send([]byte("hello"))
		a.Expect([]byte("hello"), why)
	}, says: []string{why + ". The server closed the connection of A, and nothing came back."}},
	{name: "closes the listener", verdict: outcome.Fail, at: "closes the listener", f: func(c *check.C) {
		ln, _ := serve(c, broken.ClosesListener)
		ln.Dial("A")
		ln.AwaitAccepted(1, why)
		c.Settle()
		b := ln.Dial("B")
		b.Expect([]byte("hello"), why)
	}, says: []string{why + ". The connection of B was refused: your code closed the listener at "}},
	{name: "fails in a task", verdict: outcome.Fail, at: "lets panic", f: func(c *check.C) {
		broken.LetsPanic(func() { c.Failf("The task was called") })
	}, says: []string{"The task was called."}},
	{name: "leaks", f: echoed(broken.Leaks), verdict: outcome.Fail, at: "leaks",
		says: []string{"No goroutine may be left behind", "2 goroutines are left; one was started at ", "it waits to receive from a channel at "}},
	{name: "hides", f: func(c *check.C) { broken.Hides() }, verdict: outcome.Fail, at: "hides",
		says: []string{"No goroutine may be left behind", "outside of the check went from 1 to 2."}},
	{name: "rings", f: func(c *check.C) { broken.Rings() }, verdict: outcome.Fail, at: "rings",
		says: []string{"No goroutine may be left behind when the work is over, nor may a timer start one that never ends.", "it waits to send on a channel at "}},
	{name: "leaves the check's own goroutine", f: func(c *check.C) { broken.Leaves() }, verdict: outcome.Fail, at: "leaves",
		says: []string{"ended its caller's goroutine with runtime.Goexit, and the check with it"}},
	{name: "late", f: func(c *check.C) {
		var over atomic.Bool
		k := c.Go("Join", func() error { return broken.Late(&over) })
		c.NoPolling("Nothing may poll")
		over.Store(true)
		k.AtOnce("The end must wake Join")
	}, verdict: outcome.Fail, says: []string{"The end must wake Join. Join ended ", " late."}},
	{name: "locked", f: func(c *check.C) {
		ln, _ := serve(c, broken.Locked)
		a := ln.Dial("A")
		a.Send([]byte("a"))
		a.Expect([]byte("a"), why)
		b := ln.Dial("B")
		b.Send([]byte("b"))
		b.Expect([]byte("b"), why)
	}, verdict: outcome.Fail, at: "locked", says: []string{"Nothing came back to B.", "waits to lock a sync.Mutex at "}},
	{name: "silence behind a lock", f: func(c *check.C) {
		ln, _ := serve(c, broken.Locked)
		a := ln.Dial("A")
		ln.AwaitAccepted(1, why)
		c.Settle()
		b := ln.Dial("B")
		b.Send([]byte("b"))
		b.ExpectNothing("B has to wait")
		a.CloseWrite()
		b.Expect([]byte("b"), why)
	}, verdict: outcome.Pass},
	{name: "deadlock", f: echoed(broken.Deadlock), verdict: outcome.Fail, at: "deadlock",
		says: []string{"B was never accepted. Echo waits to lock a sync.Mutex at "}},
	{name: "locked later", f: echoed(broken.LockedLater), verdict: outcome.Fail, at: "locked later",
		says: []string{why + ".", "Echo waits to lock a sync.Mutex at "}},
	{name: "spins", f: echoed(broken.Spins), verdict: outcome.Timeout, at: "spins",
		says: []string{"A goroutine runs at ", "and never rests"}},
	{name: "slow", verdict: outcome.Pass, f: func(c *check.C) {
		c.Go("Run", func() error { return broken.Slow(1000) }).Returns("Run must return")
	}},
	{name: "yields", f: func(c *check.C) {
		c.Go("Join", func() error { return broken.Yields(never) })
		c.Settle()
	}, verdict: outcome.Timeout, at: "yields", says: []string{"never rests"}},
	{name: "spins on the check's own goroutine", f: func(c *check.C) { broken.Spins(nil) },
		verdict: outcome.Timeout, at: "spins", says: []string{"never rests"}},
	{name: "polls", f: func(c *check.C) {
		c.Go("Join", func() error { return broken.Polls(never) })
		c.NoPolling("Join must wait for the end itself")
	}, verdict: outcome.Fail, at: "polls", says: []string{"Join must wait for the end itself. Join sleeps in time.Sleep at "}},
	{name: "polls by timer", f: func(c *check.C) {
		c.Go("Join", func() error { return broken.PollsByTimer(100*time.Millisecond, never) })
		c.NoPolling("Join must wait for the end itself")
	}, verdict: outcome.Fail, at: "polls by timer", says: []string{"A timer wakes your code again and again: Join waits in a select at "}},
	{name: "polls every minute", f: func(c *check.C) {
		c.Go("Join", func() error { return broken.PollsByTimer(time.Minute, never) })
		c.NoPolling("Join must wait for the end itself")
	}, verdict: outcome.Fail, at: "polls by timer", says: []string{"A timer wakes your code again and again: Join waits in a select at "}},
	{name: "does not poll", f: func(c *check.C) {
		gate := c.Gate("the gate")
		c.Go("Join", func() error { gate.Wait(); return nil })
		ln, _ := serve(c, broken.Echo)
		ln.Dial("A")
		c.NoPolling("Join must wait for the end itself")
		gate.Open()
	}, verdict: outcome.Pass},
	{name: "polls for ever", f: func(c *check.C) {
		c.Go("Join", func() error { return broken.Polls(never) }).Returns("Join must return")
	}, verdict: outcome.Fail, at: "polls", says: []string{"Join must return. Join does not return. Join sleeps in time.Sleep at "}},
	{name: "panics", f: echoed(broken.Panics), verdict: outcome.Crash, at: "panics",
		says: []string{"B was never accepted. Echo panicked at ", ": assignment to entry in nil map."}},
	{name: "panics and should return", f: func(c *check.C) {
		_, echo := serve(c, broken.Panics)
		echo.Returns("Echo must return")
	}, verdict: outcome.Crash, at: "panics", says: []string{"Echo must return. Echo panicked at "}},
	{name: "panics unseen", f: func(c *check.C) { serve(c, broken.Panics) },
		verdict: outcome.Crash, at: "panics", says: []string{"Echo panicked at "}},
	{name: "lets a task panic", f: func(c *check.C) {
		c.Go("Run", func() error { broken.LetsPanic(func() { panic("a task may") }); return nil }).Returns("Run must return")
	}, verdict: outcome.Crash, at: "lets panic", says: []string{"Run must return. A task that Run was given panicked, as it may: a task may. Your code called it at ", " and let the panic go on."}},
	{name: "lets a task panic on the check's own goroutine", f: func(c *check.C) {
		broken.LetsPanic(func() { panic("a task may") })
	}, verdict: outcome.Crash, at: "lets panic", says: []string{"A task that your code was given panicked, as it may: a task may. Your code called it at "}},
	{name: "panics as asked", f: func(c *check.C) {
		_, echo := serve(c, broken.Panics)
		v, ok := echo.Panicked()
		require.True(c, ok)
		require.ErrorContains(c, v.(error), "nil map")
		require.Equal(c, check.Panicked, echo.Ended())
	}, verdict: outcome.Pass},
	{name: "panics on the check's own goroutine", f: func(c *check.C) { broken.Panics(nil) },
		verdict: outcome.Crash, at: "panics", says: []string{"Your code panicked at ", "nil map"}},
	{name: "the test panics", f: func(c *check.C) { panic("a mistake") },
		verdict: outcome.GraderError, says: []string{"The hidden test panicked: a mistake."}},
	{name: "hangs", f: func(c *check.C) {
		_, echo := serve(c, broken.Hangs)
		echo.Returns("Echo must return")
	}, verdict: outcome.Fail, at: "hangs", says: []string{"Echo must return. Echo does not return. Echo waits to receive from a channel at "}},
	{name: "hangs the check's own goroutine", f: func(c *check.C) { broken.Blocked(make(chan int)) },
		verdict: outcome.Fail, at: "blocked", says: []string{"every goroutine waits for another one", "waits to receive from a channel at "}},
	{name: "hangs on a nil channel", f: func(c *check.C) { broken.Blocked(nil) },
		verdict: outcome.Fail, at: "blocked", says: []string{"waits to receive from a nil channel, for ever"}},
	{name: "hangs outside the bubble", f: func(c *check.C) {
		c.Go("Join", func() error { broken.Blocked(unbubbled); return nil }).Returns("Join must return")
	}, verdict: outcome.Fail, at: "blocked", says: []string{"Join must return. Join does not return. Join waits to receive from a channel at "}},
	{name: "deadlocks the check's own goroutine", f: func(c *check.C) { broken.Deadlock(nil) },
		verdict: outcome.Fail, at: "deadlock", says: []string{"every goroutine waits for another one", "waits to lock a sync.Mutex at "}},
	{name: "exits", f: func(c *check.C) {
		_, echo := serve(c, broken.Exits)
		echo.Returns("Echo must return")
	}, verdict: outcome.Fail, says: []string{"Echo must return. Echo ended its goroutine with runtime.Goexit instead of returning."}},
	{name: "exits as asked", f: func(c *check.C) {
		_, echo := serve(c, broken.Exits)
		require.Equal(c, check.Exited, echo.Ended())
	}, verdict: outcome.Pass},
	{name: "returns early", f: func(c *check.C) {
		_, echo := serve(c, func(net.Listener) error { return errors.New("I am done") })
		echo.StillRunning("Echo serves until Accept fails")
	}, verdict: outcome.Fail, says: []string{`Echo serves until Accept fails. Echo has returned the error "I am done" already.`}},
	{name: "returned unseen", f: echoed(func(net.Listener) error { return nil }), verdict: outcome.Fail,
		says: []string{"B was never accepted. Echo has returned nil."}},
	{name: "still running", f: func(c *check.C) {
		_, echo := serve(c, broken.Hangs)
		echo.StillRunning("Echo serves")
	}, verdict: outcome.Fail, at: "hangs", says: []string{"No goroutine may be left behind", "Echo has not ended: it waits to receive from a channel at "}},
	{name: "chatty", f: echoed(broken.Chatty), verdict: outcome.Fail,
		says: []string{"B has finished. Before the end B received 3 bytes too many."}, got: `"bye"`},
	{name: "speaks first", f: func(c *check.C) {
		ln, _ := serve(c, broken.Chatty)
		a := ln.Dial("A")
		a.CloseWrite()
		a.ExpectNothing("A sent nothing")
	}, verdict: outcome.Fail, says: []string{"A sent nothing. A received 3 bytes."}, got: `"bye"`},
	{name: "reads all", f: echoed(broken.ReadsAll), verdict: outcome.Fail, at: "reads all", says: []string{"2 goroutines wait in io.ReadAll at "}},
	{name: "drops long", f: func(c *check.C) {
		ln, _ := serve(c, broken.DropsLong)
		a := ln.Dial("A")
		payload := bytes.Repeat([]byte("0123456789"), 1000)
		a.Send(payload)
		a.Expect(payload, why)
	}, verdict: outcome.Fail, at: "drops long", says: []string{"Only 256 of 10,000 bytes came back to A."},
		got: "(bytes 192 to 255 of 256)", sent: "(bytes 240 to 303 of 10,000)"},
	{name: "refused", f: func(c *check.C) {
		ln := c.Listen("listener")
		a := ln.Dial("A")
		ln.Close()
		a.Send([]byte("x"))
		a.Expect([]byte("x"), why)
	}, verdict: outcome.Fail, says: []string{"The connection of A was refused"}},
	{name: "broken connection", f: func(c *check.C) {
		ln, _ := serve(c, broken.Echo)
		a := ln.Dial("A")
		a.Send([]byte("x"))
		a.Reset()
		a.Expect([]byte("x"), why)
	}, verdict: outcome.Fail, says: []string{"The connection of A was broken, and nothing came back."}},
	{name: "end that does not come", f: func(c *check.C) {
		ln, _ := serve(c, broken.Echo)
		ln.Dial("A").ExpectEOF("A must be closed")
	}, verdict: outcome.Fail, says: []string{"A must be closed. The connection of A is still open.", "waits in io.Copy"}, at: "echo"},
	{name: "not accepted", f: func(c *check.C) {
		ln, _ := serve(c, broken.Sequential)
		ln.Dial("A")
		ln.Dial("B")
		ln.AwaitAccepted(2, "Both must be accepted")
	}, verdict: outcome.Fail, at: "sequential", says: []string{"Both must be accepted. 1 of 2 clients were accepted."}},
	{name: "barrier", f: func(c *check.C) {
		b := c.Barrier(3)
		c.Go("first", func() error { b.Arrive(); return nil })
		c.Go("second", func() error { b.Arrive(); return nil })
		b.All("All tasks must run at the same time")
	}, verdict: outcome.Fail, says: []string{"All tasks must run at the same time. Only 2 of 3 run at the same time.", "First and one other run tasks, which wait"}},
	{name: "gate", f: func(c *check.C) {
		g := c.Gate("the door")
		c.Go("first", func() error { g.Wait(); return nil })
		g.Arrived(2, "Two must come")
	}, verdict: outcome.Fail, says: []string{"Two must come. 1 of 2 came to the door.", "First runs a task, which waits"}},
	{name: "fails on another goroutine", f: func(c *check.C) {
		c.Go("task", func() error { c.Failf("The task saw %d", 7); return nil })
		c.Sleep(time.Hour)
		c.Failf("the wrong sentence")
	}, verdict: outcome.Fail, says: []string{"The task saw 7."}},
	{name: "fails on another goroutine while the check blocks", f: func(c *check.C) {
		c.Go("task", func() error { c.Sleep(time.Second); c.Failf("The task failed"); return nil })
		select {}
	}, verdict: outcome.Fail, says: []string{"The task failed."}},
	{name: "require", f: func(c *check.C) { require.Equal(c, 3, 4, "three is asked for") },
		verdict: outcome.Fail, says: []string{"three is asked for."}, got: "4"},
	{name: "require without a sentence", f: func(c *check.C) { require.NoError(c, errors.New("oh no")) },
		verdict: outcome.Fail, says: []string{"Received unexpected error", "oh no"}},
	{name: "assert", f: func(c *check.C) { c.Errorf("a soft failure"); c.Errorf("a second one") },
		verdict: outcome.Fail, says: []string{"a soft failure."}},
	{name: "mistake", f: func(c *check.C) {
		c.Fail(check.Mistake{Message: "Look here", Sent: 1, Got: []byte("a\n"), Expected: []byte("b"),
			At: check.Position{File: "exercises/x/broken.go", Line: 3}})
	}, verdict: outcome.Fail, says: []string{"Look here."}, sent: "1", got: `"a\n"`},
}

func never() bool { return false }

var unbubbled = make(chan int)

// TestInProcess is the other process.
func TestInProcess(t *testing.T) {
	cases.Skip(t)
	for _, tt := range allCases {
		t.Run(tt.name, func(t *testing.T) { check.Run(t, tt.f) })
	}
	for _, tt := range moreCases {
		t.Run(tt.name, func(t *testing.T) { check.Run(t, tt.f) })
	}
}

func TestCases(t *testing.T) {
	for _, tt := range allCases {
		t.Run(tt.name, func(t *testing.T) {
			longtest.Turn(t)
			t.Parallel()
			tt.check(t, reexec(t, tt.name))
		})
	}
}
