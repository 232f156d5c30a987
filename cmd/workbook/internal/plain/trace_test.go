package plain

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/grader/course"
)

// withTrace starts a program with somebody who records runs, and a verdict that fails.
func withTrace(t *testing.T, f func(p *program, s *fake.Stepper)) {
	stepper := new(fake.Stepper)
	inBubble(t, func(p *program) {
		*stepper = *fake.NewStepper() // its channels are the bubble's
		p.cfg.Stepper = stepper
		p.cfg.Course.Exercises[0].Replays = []course.Replay{{Page: "The trap", Wrong: "racy", Check: "TestLeaves", Schedule: 12}}
	}, func(p *program) {
		ex := p.cfg.Course.Exercises[0]
		p.new()
		require.Contains(t, p.types("trace"), "Nothing has been graded since workbook began: have it graded first.")
		p.saveTo(ex.ID, "first")
		p.run().Tell(fake.Events(fake.Failing(ex))...)
		p.new()
		f(p, stepper)
		p.types("q")
		p.ends()
	})
}

func asked(t *testing.T, s *fake.Stepper) *fake.Recording {
	t.Helper()
	synctest.Wait()
	require.Len(t, s.Asked, 1)
	return <-s.Asked
}

func TestTrace(t *testing.T) {
	withTrace(t, func(p *program, s *fake.Stepper) {
		require.Equal(t, "Running: A silent client delays nobody. This takes a moment; Ctrl-C stops it.\n", p.types("trace"))
		r := asked(t, s)
		require.Equal(t, "TestSilentClient", r.Check)
		r.Answer(fake.LostUpdate(), nil)
		text := p.new()
		require.Contains(t, text, "Run of “Every client is counted”: 35 steps. It is schedule 4711.\nStep 1, at 0s: G1 (Echo) begins at echo.go:8. It comes to line 9.\n")
		require.Contains(t, text, "Seen from outside: A dials.\n")
		require.Contains(t, text, "it read,\nand now writes what it had read.")
		require.Contains(t, text, "The run ends here: Three clients were served")
		require.Contains(t, text, "G1 (Echo) has ended, and 3 more have ended.\n01> ")
		require.Contains(t, p.types("trace on"), "These were all steps.")
		require.Contains(t, p.types("trace end"), "Step 1, at 0s:")

		p.types("trace 1")
		r = asked(t, s)
		require.Equal(t, "TestEchoes", r.Check)
		require.Zero(t, r.Schedule)
		r.Answer(fake.Waiting(60), nil)
		text = p.new()
		require.Contains(t, text, "Step 50,")
		require.NotContains(t, text, "Step 51,")
		require.Contains(t, p.types("trace on"), "Step 51,")
		require.Contains(t, p.types("trace 4"), "Check 4 does not run in one process with your code")
		require.Contains(t, p.types("trace 5"), "There is no check \"5\".")
	})
}

func TestTraceIsStopped(t *testing.T) {
	withTrace(t, func(p *program, s *fake.Stepper) {
		require.Contains(t, p.types("trace on"), "No run has been recorded yet.")
		p.types("trace")
		r := asked(t, s)
		p.interrupts <- os.Interrupt
		require.Contains(t, p.new(), "Stopped: there is no run to step through.\n01> ")
		require.ErrorIs(t, r.Ctx.Err(), context.Canceled)

		p.types("trace")
		asked(t, s).Answer(nil, errors.New("the submission does not compile any more."))
		require.Contains(t, p.new(), "There is no run to step through: the submission does not compile any more.\n01> ")
	})
}

func TestTraceOfAPage(t *testing.T) {
	withTrace(t, func(p *program, s *fake.Stepper) {
		require.NotContains(t, p.types("page 1"), "Type trace page")
		require.Contains(t, p.types("trace page"), "This page of the lesson has no wrong version to step through.")
		require.Contains(t, p.types("page 2"), "Type trace page to go step by step through a version that gets this wrong.")
		p.types("trace page")
		r := asked(t, s)
		require.Equal(t, filepath.Join(p.cfg.Course.SolutionDir("01_sequential"), "testdata", "wrong", "racy"), r.Submission.Dir)
		require.Equal(t, uint64(12), r.Schedule)
		r.Answer(fake.LostUpdate(), nil)
		require.Contains(t, p.new(), "Step 1,")
	})
}
