package grader_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/longtest"
	"workbook/grader/report"
	"workbook/grader/steps"
)

// answering is a submission to the small course.
func answering(t *testing.T, source string) grader.Submission {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(source), 0o600))
	return grader.Submission{Exercise: "01_answer", Dir: dir}
}

// needSteady skips where goroutines cannot be made to take turns.
func needSteady(t *testing.T) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("no steady runs on this system")
	}
}

// stepsOf records a source under a schedule.
func stepsOf(t *testing.T, g *grader.Grader, source, check string, schedule uint64) *steps.Run {
	t.Helper()
	needSteady(t)
	run, err := g.Steps(t.Context(), answering(t, source), check, schedule)
	require.NoError(t, err)
	return run
}

// listed is a run in short: a line a step, and before it what has changed.
func listed(run *steps.Run) []string {
	var out []string
	name := func(i int) string { return run.Goroutines[i].Name }
	changes := func(places []steps.Place, next int) {
		for _, p := range places {
			if p.Goroutine != next {
				out = append(out, strings.TrimRight(fmt.Sprintf("- %s %s %s:%d %s", name(p.Goroutine), p.State, p.File, p.Line, p.On), " "))
			}
		}
	}
	for _, s := range run.Steps {
		changes(s.Changed, s.Goroutine)
		line := fmt.Sprintf("%s %d:%d", name(s.Goroutine), s.Line, s.Column)
		if s.Between {
			line += " writes"
		}
		out = append(out, line)
	}
	changes(run.End, -1)
	return out
}

// Under each schedule the record says what happened: who follows it comes to the value
// that the check has got.
func TestStepsSayWhatHappened(t *testing.T) {
	g := fixture(t)
	verdicts := map[report.Verdict]int{}
	for schedule := range uint64(12) {
		run := stepsOf(t, g, lucky["a lost update"].source, "TestAnswer", 21+schedule)
		n, read := 0, map[int]int{}
		for _, s := range run.Steps {
			switch {
			case s.Line == 9 && s.Between:
				n = read[s.Goroutine] + 21
			case s.Line == 9 && s.Column > 3:
				read[s.Goroutine] = n
				require.Equal(t, 0, run.Goroutines[s.Goroutine].By)
			}
		}
		verdicts[run.Verdict]++
		require.Equal(t, n == 42, run.Verdict == report.Pass, "schedule %d: %s\n%s", run.Schedule, run.Message, strings.Join(listed(run), "\n"))
		require.Equal(t, 0, run.Left)
	}
	require.Len(t, verdicts, 2, "some fail, some hold: %v", verdicts)
}

// The shortest failing run is found, and each step of it is what it was.
func TestStepsOfALostUpdate(t *testing.T) {
	longtest.Turn(t)
	run := stepsOf(t, fixture(t), lucky["a lost update"].source, "", 0)
	require.Equal(t, report.Fail, run.Verdict)
	require.Equal(t, "TestAnswer", run.Check)
	require.Equal(t, []steps.Goroutine{
		{Name: "Answer", By: -1},
		{Name: "goroutine from answer.go:9 #1", By: 0, File: "answer.go", Line: 9},
		{Name: "goroutine from answer.go:9 #2", By: 0, File: "answer.go", Line: 9},
	}, run.Goroutines)
	require.Equal(t, []string{
		"Answer 6:2", "Answer 7:2", "Answer 8:2", "Answer 9:3",
		"- goroutine from answer.go:9 #1 ready answer.go:9",
		"Answer 9:3",
		"- Answer ready answer.go:11",
		"- goroutine from answer.go:9 #2 ready answer.go:9",
		"goroutine from answer.go:9 #1 9:20",
		"- goroutine from answer.go:9 #1 ready answer.go:9", // and has read
		"goroutine from answer.go:9 #2 9:20",
		"goroutine from answer.go:9 #2 9:20 writes",
		"- goroutine from answer.go:9 #2 ended :0",
		"goroutine from answer.go:9 #1 9:20 writes",
		"- goroutine from answer.go:9 #1 ended :0",
		"Answer 11:2", "Answer 12:2",
		"- Answer ended :0",
	}, listed(run))
	require.Equal(t, lucky["a lost update"].source, run.Sources[0].Text)
}

// Where everybody waits, the end says for what.
func TestStepsOfADeadlock(t *testing.T) {
	longtest.Turn(t)
	run := stepsOf(t, fixture(t), `package answer

import "sync"

func Answer() int {
	var a, b sync.Mutex
	done := make(chan bool)
	go func() {
		a.Lock()
		b.Lock()
		b.Unlock()
		a.Unlock()
		done <- true
	}()
	b.Lock()
	a.Lock()
	a.Unlock()
	b.Unlock()
	<-done
	return 42
}
`+twice, "TestAnswer", 0)
	require.Equal(t, report.Fail, run.Verdict, run.Message)
	require.Equal(t, []steps.Place{
		{Goroutine: 0, State: steps.Waits, File: "answer.go", Line: 16, On: "to lock a sync.Mutex"},
		{Goroutine: 1, State: steps.Waits, File: "answer.go", Line: 10, On: "to lock a sync.Mutex"},
	}, run.At(len(run.Steps)))
}

// A panic ends the process: the record lives, with who panicked, where, and what was
// printed before, step by step.
func TestStepsOfAPanic(t *testing.T) {
	longtest.Turn(t)
	run := stepsOf(t, fixture(t), `package answer

import "fmt"

func Answer() int {
	fmt.Println("one")
	done := make(chan bool)
	go func() {
		println("two")
		panic("no answer")
	}()
	<-done
	return 42
}
`+twice, "TestAnswer", 3)
	require.Equal(t, report.Crash, run.Verdict, run.Message)
	end := run.At(len(run.Steps))
	require.Equal(t, steps.Place{Goroutine: 1, State: steps.Ended, File: "answer.go", Line: 10}, end[1])
	printed := map[int]string{}
	for _, s := range run.Steps {
		printed[s.Line] += s.Output
	}
	require.Equal(t, "one\n", printed[6])
	require.Equal(t, "two\n", printed[9])
	require.Empty(t, printed[10], "how the runtime tells of it is no output")
	last := run.Steps[len(run.Steps)-1]
	require.Equal(t, []report.Moment{{AtUS: last.AtUS, Kind: report.Panicked, Who: "goroutine from answer.go:8", Note: "no answer"}}, last.Events)
}

// A run is the same whether it is recorded or not, and its record is always the same.
func TestStepsChangeNothing(t *testing.T) {
	longtest.Skip(t, "it grades many times")
	needSteady(t)
	g := fixture(t)
	for name, c := range lucky {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, g.Hunt(t.Context(), answering(t, c.source), func(h grader.Hunted) error {
				for _, check := range h.Checks() {
					for number := range uint64(8) {
						plain := h.Once(t.Context(), check, 1+number)
						run, out, err := h.Recorded(t.Context(), check, 1+number)
						require.NoError(t, err)
						require.Equal(t, plain.Verdict, out.Verdict)
						require.Equal(t, plain.Message, run.Message)
						require.Equal(t, plain.Events, out.Events, "the order is among them")
						printed, _, _ := strings.Cut(plain.Output, "panic: ") // what follows has addresses
						require.Equal(t, printed, strings.Split(out.Output, "panic: ")[0])
					}
				}
				return nil
			}))
		})
	}
}

// What is recorded again is recorded the same.
func TestStepsAreTheSame(t *testing.T) {
	longtest.Turn(t)
	needSteady(t)
	require.NoError(t, fixture(t).Hunt(t.Context(), answering(t, right), func(h grader.Hunted) error {
		check := h.Checks()[1]
		first, _, err := h.Recorded(t.Context(), check, 7)
		require.NoError(t, err)
		require.NotEmpty(t, first.Steps)
		for range 50 {
			again, _, err := h.Recorded(t.Context(), check, 7)
			require.NoError(t, err)
			require.Equal(t, first, again)
		}
		return nil
	}))
}

// More steps than are kept are counted, and change nothing.
func TestStepsAreBounded(t *testing.T) {
	longtest.Turn(t)
	run := stepsOf(t, fixture(t), `package answer

var list []int

func Answer() int {
	for range 3 * 1000 {
		list = append(list, 1)
	}
	return 42
}
`+twice, "TestAnswer", 1)
	require.Equal(t, report.Pass, run.Verdict)
	require.Len(t, run.Steps, steps.MaxSteps)
	require.Equal(t, 2+2*3000-steps.MaxSteps, run.Left)
}

// Of an exercise with a sender that is left under some schedules, the end shows it at its
// line, and for what it waits.
func TestStepsOfASenderThatIsLeft(t *testing.T) {
	longtest.Turn(t)
	needSteady(t)
	dir := filepath.Join(corpora, "steps", "leaks_sender")
	if _, err := os.Stat(dir); errors.Is(err, os.ErrNotExist) {
		t.Skip("this copy of the course has no solutions")
	}
	g := open(t, "..")
	run, err := g.Steps(t.Context(), grader.Submission{Exercise: "09_propagate", Dir: dir}, "TestWaits", 0)
	require.NoError(t, err)
	require.Equal(t, report.Fail, run.Verdict, run.Message)
	require.Contains(t, run.At(len(run.Steps)), steps.Place{Goroutine: 1, State: steps.Waits, File: "answer.go", Line: 12, On: "to send on a channel"})
	require.Equal(t, steps.Goroutine{Name: "work", By: 0, File: "answer.go", Line: 8}, run.Goroutines[1])
	require.Equal(t, "Run", run.Goroutines[0].Name)
}

// Without a run there is a reason.
func TestNoSteps(t *testing.T) {
	needSteady(t)
	g := fixture(t)
	for name, c := range map[string]struct {
		source, check string
		reason        grader.NoStepsReason
		detail        string
	}{
		"no such check":    {right, "TestWho", grader.NoSuchCheck, "TestTwice"},
		"an outside check": {right, "TestServes", grader.OutsideCheck, "a real process"},
		"does not compile": {"package answer\n\nfunc Answer() int { return x }\n" + twice, "", grader.CannotRun, "answer.go:3: undefined: x"},
		"refused":          {"package answer\n\nimport _ \"os\"\n\nfunc Answer() int { return 42 }\n" + twice, "", grader.CannotRun, "blank import"},
		"lacks something":  {"package answer\n\nfunc Answer() int { return 42 }\n", "", grader.CannotRun, "Twice"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := g.Steps(t.Context(), answering(t, c.source), c.check, 0)
			var no *grader.NoStepsError
			require.True(t, errors.As(err, &no), "%v", err)
			require.Equal(t, c.reason, no.Reason)
			require.Contains(t, err.Error(), c.detail)
		})
	}
}
