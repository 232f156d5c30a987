package outside

import (
	"fmt"
	"slices"
	"time"

	"workbook/grader/check/internal/kit"
	"workbook/grader/internal/trace"
	"workbook/grader/report/outcome"
)

// How long an outside check waits while nothing happens, or longer where the machine does
// not let the subject run; only broken code ever makes it wait so long. All together stays
// under the wall clock limit of a check, so that the sentence comes first.
var (
	patienceStart   = 8 * time.Second         // for the subject to listen, before anything is asked of it
	patienceOutside = 5 * time.Second         // for what the subject must do
	patienceAfter   = time.Second             // for the same when its function has returned, and connections may still be served
	patienceAnswer  = 1500 * time.Millisecond // for its runtime to answer, when it has failed to do it
)

// left picks the goroutines of a subject program that run the learner's code, or that it
// started.
func left(gs []trace.Goroutine) []trace.Goroutine {
	return slices.DeleteFunc(slices.Clone(gs), func(g trace.Goroutine) bool {
		if g.Bubble != 0 {
			return true
		}
		_, runs := trace.First(g.Frames, kit.IsLearner)
		return !runs && !kit.IsLearner(g.CreatedBy)
	})
}

// addWaits adds where the learner's goroutines wait to a message.
func addWaits(m *Mistake, gs []trace.Goroutine) { kit.AddWaits(m, kit.Describe(left(gs), nil)) }

// never fails the check because something has not come in time.
func (s *Subject) never(m Mistake) {
	if v, dead := s.explainDeath(&m); dead {
		s.c.fail(m, v)
	}
	s.mu.Lock()
	if s.ended && !s.returned {
		m.Message = fmt.Sprintf("%s Your function has returned %s.", kit.Sentence(m.Message), kit.ErrorText(s.err))
	}
	s.mu.Unlock()
	addWaits(&m, s.lastWords())
	kit.AsideOf(&m).Unsure = true
	s.c.fail(m, outcome.Fail)
}

// notReady fails the check because the subject has not come to listen: what runs
// before it does is initialisation, and that of the learner's package is the part
// of it that differs from program to program.
func (s *Subject) notReady() {
	m := Mistake{
		Message: "A program made of your package must come to listen. Before it does, init functions and the values of package-level variables run, and nothing else of yours.",
	}
	kit.AsideOf(&m).Unsure = true
	if v, dead := s.explainDeath(&m); dead {
		s.c.fail(m, v)
	}
	addWaits(&m, s.lastWords())
	s.c.fail(m, outcome.Timeout)
}

// explainDeath adds how the process died, if it did, which the check did not ask for.
func (s *Subject) explainDeath(m *Mistake) (outcome.Verdict, bool) {
	if there, _ := s.lives(patienceAnswer); there {
		return "", false
	}
	code, stderr := s.code, s.stderr.bytes()
	crash, ok := trace.ParseCrash(stderr)
	if !ok {
		m.Message = fmt.Sprintf("%s The program ended by itself, with exit code %d.", kit.Sentence(m.Message), code)
		kit.AsideOf(m).Exited = code == 1
		return outcome.Crash, true
	}
	what := "panic: " + kit.Plain(crash.Value)
	if crash.Fatal {
		what = "fatal error: " + kit.Plain(crash.Value)
	}
	if crash.StackOverflow() {
		what += ": a function calls itself without an end"
	}
	where := ""
	first := crash.Goroutines[0]
	f, ok := crash.Line(kit.IsLearner)
	if ok {
		where = " at " + f.String()
		if m.At == (Position{}) {
			m.At = kit.PositionOf(f)
		}
	}
	theirs, at, ok := trace.Panicking(first.Frames, kit.IsLearner, kit.IsAround)
	if ok && !theirs && !at.Zero() && !crash.Fatal {
		m.Message = fmt.Sprintf("%s A task that your code was given panicked, as it may, and your code, which called it%s, let the panic go on: the whole program died (%s).",
			kit.Sentence(m.Message), where, what)
	} else {
		m.Message = fmt.Sprintf("%s The whole program died%s (%s).", kit.Sentence(m.Message), where, what)
	}
	s.c.Mark(outcome.Panicked, "", crash.Value)
	if crash.OutOfMemory() {
		return outcome.Memory, true
	}
	return outcome.Crash, true
}
