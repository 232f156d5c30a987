package isolate_test

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"runtime"
	"strings"
	"testing"

	isolate "workbook/solutions/11_isolate"

	"workbook/grader/check"
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
	})
}

// drop goes some calls deep and panics, and notes on which line.
//
//go:noinline
func drop(levels int, v any, line *int) {
	if levels > 0 {
		drop(levels-1, v, line)
		return
	}
	_, _, here, _ := runtime.Caller(0)
	*line = here + 2
	panic(v)
}

func TestReportShowsThePlace(t *testing.T) {
	check.Run(t, func(c *check.C) {
		s := start(c)
		line := 0
		s.on["fall"] = func(net.Conn, string) { drop(20, "plates", &line) }
		a := s.ln.Dial("A")
		a.Send([]byte("fall\n"))
		s.ends(a, "A's handler panicked")
		if !c.Await(func() bool { return len(s.reported()) > 0 }) {
			c.Failf("A's handler panicked, and report was not called. Nobody will ever know that there is a mistake in the handler")
		}
		stack := string(s.reported()[0].Stack)
		place := fmt.Sprintf("report_test.go:%d", line)
		switch n := strings.Count(stack, "isolate_test.drop("); {
		case stack == "":
			c.Failf("A's handler panicked, and the report has no stack. The value says what went wrong, and only the stack says where: call debug.Stack in the deferred function that recovers")
		case n == 0 || !strings.Contains(stack, place):
			c.Fail(check.Mistake{
				Message: "A's handler panicked, and the stack in the report does not show the function that did it. It was taken too late, when those calls were gone, or too early: call debug.Stack in the deferred function that recovers, on the same goroutine",
				Got:     stack, Expected: "a stack with drop and the line " + place,
			})
		case n < 21:
			c.Fail(check.Mistake{
				Message: "A's handler panicked, and the stack in the report shows the place, and not the whole way there. Report all that debug.Stack gives",
				Got:     stack, Expected: "a stack with 21 calls of drop",
			})
		}
	})
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
		number := c.Rand().Int()
		var typedNil *fs.PathError
		values := []struct {
			what  string
			value any
		}{
			{"an error that wraps ErrAbort, and is another one", fmt.Errorf("around: %w", isolate.ErrAbort)},
			{"an error with the text of ErrAbort, which is another one", errors.New(isolate.ErrAbort.Error())},
			{"the text of ErrAbort", isolate.ErrAbort.Error()},
			{"an error whose methods are of no help", &sour{errors.New("cause")}},
			{"an error that is a nil pointer", typedNil},
			{"a string", fmt.Sprint("number ", number)},
			{"an empty string", ""},
			{"0", 0},
			{"false", false},
			{"a pointer", &number},
			{"a slice", []int{number}},
			{"a map", map[string]int{"number": number}},
			{"a function", func() int { return number }},
		}
		s.on["value"] = func(conn net.Conn, text string) {
			var i int
			fmt.Sscan(text, &i)
			s.crash(conn, values[i].value)
		}
		// These come from the runtime: the handler sees the value on its way out.
		s.on["runtime"] = func(conn net.Conn, text string) {
			defer func() { s.crash(conn, recover()) }()
			if text == "nil" {
				panic(nil)
			}
			var m map[string]int
			m["nil"] = number
		}
		say := func(command, how string) {
			a := s.ln.Dial(how)
			a.Send([]byte(command + "\n"))
			s.ends(a, "A handler panicked with "+how)
			s.reportsCrash("A handler panicked with " + how)
		}
		for i, v := range values {
			say(fmt.Sprint("value ", i), v.what)
		}
		say("runtime map", "a runtime.Error, as it wrote to a nil map")
		say("runtime nil", "a *runtime.PanicNilError, as it called panic(nil)")
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
		s := startWith(c, gate)
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
		gate.Open()
		s.eachOnce("Two handlers panicked")
	})
}
