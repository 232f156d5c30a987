package isolate_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"testing"

	isolate "workbook/solutions/11_isolate"

	"workbook/grader/check"
	"workbook/solutions/internal/nettest"
	"workbook/solutions/internal/panictest"
)

func TestReported(t *testing.T) {
	check.Run(t, func(c *check.C) {
		s := start(c)
		cause := errors.New("the cause")
		s.on["fail"] = func(conn net.Conn, _ string) { s.crash(conn, cause) }
		for _, who := range []string{"A", "B", "C"} {
			a := s.ln.Dial(who)
			s.echoes(a, who+"'s handler answers each line")
			s.quiet(len(s.crashed()), who+" was answered")
			a.Send([]byte("fail\n"))
			s.ends(a, who+"'s handler panicked")
			s.reportsCrash(who + "'s handler panicked")
			s.goesOn(who + "'s handler panicked")
		}
		s.says("close\nfail", "A handler closed its connection by itself, and then panicked")
	})
}

func TestReportShowsThePlace(t *testing.T) {
	check.Run(t, func(c *check.C) {
		s := start(c)
		fall, late := &panictest.Fall{Value: "plates"}, &panictest.Fall{Value: "glasses"}
		s.on["fall"] = func(conn net.Conn, _ string) {
			s.noteCrash(conn, fall.Value)
			fall.Deep()
		}
		s.on["late"] = func(conn net.Conn, _ string) {
			s.noteCrash(conn, late.Value)
			defer late.Deep()
			panic("plates")
		}
		s.says("fall", "A's handler panicked")
		s.says("panic B", "A's handler panicked, and then B's somewhere else")
		s.says("late", "A's handler panicked, and then a deferred call of it with another value, which is the one that counts")
		for i, p := range s.reported() {
			if string(p.Stack) != s.stacks[i] {
				c.Fail(check.Mistake{
					Message: "A handler panicked and was reported, then another one, and now the Stack of the first report is another than it was when report was called. What is reported belongs to whoever hears of it, who may keep it: give each report bytes of its own, as debug.Stack does, and no buffer that is used again",
					Got:     head(p.Stack), Expected: head([]byte(s.stacks[i])),
				})
			}
		}
		shows(c, fall, string(s.reported()[0].Stack), "A's handler panicked")
		shows(c, late, string(s.reported()[2].Stack), "A's handler panicked, and then a deferred call of it with another value, which is the one that counts")
	})
}

// head is the beginning of a stack.
func head(stack []byte) string { return string(stack[:min(len(stack), 400)]) }

// shows fails the check unless a stack is that of a fall, and whole.
func shows(c *check.C, fall *panictest.Fall, stack, how string) {
	switch shown, missing := fall.Shown(stack); {
	case missing == "":
	case stack == "":
		c.Failf("%s, and the report has no stack. The value says what went wrong, and only the stack says where: call debug.Stack in the deferred function that recovers", how)
	case shown == 0:
		c.Fail(check.Mistake{
			Message: how + ", and the stack in the report does not show the function that did it. It was taken too late, when those calls were gone, or too early: call debug.Stack in the deferred function that recovers, on the same goroutine, and cut nothing off: after two panics, two lines of it begin with panic",
			Got:     stack, Expected: "a stack with " + fall.Place(),
		})
	default:
		c.Fail(check.Mistake{
			Message: fmt.Sprintf("%s, and the stack in the report shows the place, and not the whole way there: of %d calls it shows %d. Report all that debug.Stack gives, which can be many kilobytes", how, fall.Calls(), shown),
			Got:     stack[max(0, len(stack)-200):], Expected: "then " + missing,
		})
	}
}

// sour is an error whose methods are of no help to anybody.
type sour struct{ cause error }

func (*sour) Error() string   { panic("sour") }
func (*sour) Is(error) bool   { return true }
func (s *sour) Unwrap() error { return s.cause }

// needsErrAbort fails the check if there is no ErrAbort.
func needsErrAbort(c *check.C) {
	if isolate.ErrAbort == nil {
		c.Failf("ErrAbort is nil. It must be an error of its own, or nobody can panic with it")
	}
}

func TestReportsAnyValue(t *testing.T) {
	check.Run(t, func(c *check.C) {
		needsErrAbort(c)
		s := start(c)
		values := append(panictest.Values(c),
			panictest.Value{What: "an error that wraps ErrAbort, and is another one", Value: fmt.Errorf("around: %w", isolate.ErrAbort)},
			panictest.Value{What: "an error with the text of ErrAbort, which is another one", Value: errors.New(isolate.ErrAbort.Error())},
			panictest.Value{What: "the text of ErrAbort", Value: isolate.ErrAbort.Error()},
			panictest.Value{What: "a pointer to ErrAbort", Value: &isolate.ErrAbort},
			panictest.Value{What: "an error whose methods say that it is ErrAbort", Value: &sour{isolate.ErrAbort}},
			panictest.Value{What: "io.EOF, as whoever read it might", Value: io.EOF},
			panictest.Value{What: "net.ErrClosed", Value: net.ErrClosed},
			panictest.Value{What: "an error of the network, as a Write to a client that has gone gives it", Value: nettest.BrokenPipe()},
		)
		s.on["value"] = func(conn net.Conn, text string) {
			var i int
			fmt.Sscan(text, &i)
			s.crash(conn, values[i].Value)
		}
		// These come from the runtime: the handler sees the value on its way out.
		s.on["runtime"] = func(conn net.Conn, text string) {
			defer func() { s.crash(conn, recover()) }()
			var m map[string]int
			switch text {
			case "nil":
				panic(nil)
			case "index":
				_ = text[len(text)+len(m):][:1]
			}
			m["nil"] = 1
		}
		for i, v := range values {
			how := "A handler panicked with " + v.What
			s.says(fmt.Sprint("value ", i), how)
			if len(s.reported()[i].Stack) == 0 {
				c.Failf("%s, and the report has no stack. Whatever the value is, only the stack says where it came from: report all that debug.Stack gives", how)
			}
		}
		s.says("runtime map", "A handler panicked with a runtime.Error, as it wrote to a nil map")
		s.says("runtime index", "A handler panicked with a runtime.Error, as an index was out of range")
		s.says("runtime nil", "A handler panicked with a *runtime.PanicNilError, as it called panic(nil)")
		s.goesOn("Many handlers panicked")
	})
}

func TestAborted(t *testing.T) {
	check.Run(t, func(c *check.C) {
		needsErrAbort(c)
		s := start(c)
		a, b := s.ln.Dial("A"), s.ln.Dial("B")
		s.echoes(a, "A comes first")
		s.echoes(b, "B comes second")
		a.Send([]byte("abort\n"))
		s.ends(a, "A's handler panicked with ErrAbort, to end its connection on purpose")
		s.goesOn("A's handler panicked with ErrAbort")
		s.quiet(0, "A's handler panicked with ErrAbort, to end its connection on purpose")
		s.echoes(b, "A's handler panicked with ErrAbort, and B's goes on")
		b.Send([]byte("panic B\n"))
		s.ends(b, "B's handler panicked with another value than ErrAbort")
		s.reportsCrash("A's handler panicked with ErrAbort, and then B's with another value")
	})
}

func TestSlowReport(t *testing.T) {
	check.Run(t, func(c *check.C) {
		gate := c.Gate("report")
		s := newServer(c)
		s.gate = gate
		s.start()
		a, b := s.ln.Dial("A"), s.ln.Dial("B")
		s.echoes(a, "A comes first")
		s.echoes(b, "B comes second")
		a.Send([]byte("panic A\n"))
		gate.Arrived(1, "A's handler panicked, and report was not called")
		if !a.ServerClosed() {
			c.Failf("A's handler panicked, report takes its time, and A's connection is still open. A report may wait for a disk or a network: close the connection first, so that the client need not wait for it as well")
		}
		s.echoes(b, "A's handler panicked, report takes its time, and B must be served meanwhile: call report on the goroutine of the connection, without a lock")
		d := s.ln.Dial("C")
		s.echoes(d, "A's handler panicked, report takes its time, and C, who came then, must be served: the accept loop must not wait for reports")
		b.Send([]byte("panic B\n"))
		gate.Arrived(2, "A's and B's handlers panicked, and while report is busy with the one, it was not called for the other. Reports must not wait for each other")
		s.ends(b, "A's and B's handlers panicked, and report takes its time")
		d.Send([]byte("echo C\n"))
		d.Expect([]byte("C\n"), "C must be served while report takes its time")
		n := c.Amount(1100, 20) // more than any number that somebody may have thought enough
		for i := range n {
			s.ln.Dial(fmt.Sprintf("client %d", i+4)).Send([]byte("panic again\n"))
		}
		gate.Arrived(2+n, fmt.Sprintf("%d handlers panicked, and while report is busy with some, it was not called for the others. There is no number of reports that wait for each other", 2+n))
		gate.Open()
		s.eachOnce("Many handlers panicked")
	})
}
