package check

import (
	"fmt"
	"testing"
	"time"

	"workbook/grader/check/internal/control"
	"workbook/grader/internal/trace"
	"workbook/grader/report"
)

// Outside runs an outside check: f talks to a subject program, a process of its
// own, over real TCP and in real time. When f returns the subject programs that it
// started are killed.
func Outside(t *testing.T, f func(c *C)) {
	t.Helper()
	c := newC(t, false)
	c.failedIn = make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		whole := false
		defer c.catch(&whole)
		f(c)
		c.alive()
		c.soft()
		whole = true
	}()
	select {
	case <-done:
	case <-c.failedIn:
	}
	c.letGo()
	c.finish()
}

// Wraps reports whether target itself is in the tree of err. Checks use it where
// other programs use errors.Is, because the learner's error may have an Is method
// that says yes to everything.
func Wraps(err, target error) bool { return control.Wraps(err, target) }

// How long an outside check waits while nothing happens; only broken code ever
// makes it wait so long. All together stays under the wall clock limit of a check,
// so that the sentence comes before the axe.
var (
	patienceStart   = 8 * time.Second         // for the subject to listen, before anything is asked of it
	patienceOutside = 5 * time.Second         // for what the subject must do
	patienceAfter   = time.Second             // for the same when its function has returned, and connections may still be served
	patienceAnswer  = 1500 * time.Millisecond // for its runtime to answer, when it has failed to do it
)

// never fails the check because something has not come in time.
func (s *Subject) never(m Mistake) {
	if v, dead := s.explainDeath(&m); dead {
		s.c.fail(m, v)
	}
	s.mu.Lock()
	if s.ended && !s.returned {
		m.Message = fmt.Sprintf("%s Your function has returned %s.", sentence(m.Message), errorText(s.err))
	}
	s.mu.Unlock()
	s.c.addWaits(&m, s.lastWords())
	m.unsure = true
	s.c.fail(m, report.Fail)
}

// notReady fails the check because the subject has not come to listen: what runs
// before it does is initialisation, and that of the learner's package is the part
// of it that differs from program to program.
func (s *Subject) notReady() {
	m := Mistake{
		Message: "A program made of your package must come to listen. Before it does, init functions and the values of package-level variables run, and nothing else of yours.",
		unsure:  true,
	}
	if v, dead := s.explainDeath(&m); dead {
		s.c.fail(m, v)
	}
	s.c.addWaits(&m, s.lastWords())
	s.c.fail(m, report.Timeout)
}

// explainDeath adds how the process died, if it did, which the check did not ask for.
func (s *Subject) explainDeath(m *Mistake) (report.Verdict, bool) {
	if there, _ := s.lives(patienceAnswer); there {
		return "", false
	}
	code, stderr := s.code, s.stderr.bytes()
	crash, ok := trace.ParseCrash(stderr)
	if !ok {
		m.Message = fmt.Sprintf("%s The program ended by itself, with exit code %d.", sentence(m.Message), code)
		m.exited = code == 1
		return report.Crash, true
	}
	what := "panic: " + plain(crash.Value)
	if crash.Fatal {
		what = "fatal error: " + plain(crash.Value)
	}
	if crash.StackOverflow() {
		what += ": a function calls itself without an end"
	}
	where := ""
	first := crash.Goroutines[0]
	f, ok := crash.Line(isLearner)
	if ok {
		where = " at " + f.String()
		if m.At == (Position{}) {
			m.At = position(f)
		}
	}
	theirs, at, ok := trace.Panicking(first.Frames, isLearner, results.names.Around)
	if ok && !theirs && !at.Zero() && !crash.Fatal {
		m.Message = fmt.Sprintf("%s A task that your code was given panicked, as it may, and your code, which called it%s, let the panic go on: the whole program died (%s).",
			sentence(m.Message), where, what)
	} else {
		m.Message = fmt.Sprintf("%s The whole program died%s (%s).", sentence(m.Message), where, what)
	}
	s.c.Mark(report.Panicked, "", crash.Value)
	if crash.OutOfMemory() {
		return report.Memory, true
	}
	return report.Crash, true
}
