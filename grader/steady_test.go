package grader_test

import (
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/jail"
	"workbook/grader/report"
)

func ended(record string, exit int) *jail.Result {
	return &jail.Result{Cause: jail.Exited, Exit: exit, Results: []byte(record + "\n")}
}

const (
	passRecord  = `{"check":"TestAnswer","verdict":"pass"}`
	failRecord  = `{"check":"TestAnswer","verdict":"fail","message":"not on every processor"}`
	errorRecord = `{"check":"TestAnswer","verdict":"grader_error","message":"the hidden test is broken"}`
)

// What a run on all processors says can take a pass away, and never give one.
func TestAPassComesFromASteadyRun(t *testing.T) {
	for name, c := range map[string]struct {
		steady, varied *jail.Result
		verdict        report.Verdict
		message        string
	}{
		"both pass":                 {nil, nil, report.Pass, ""},
		"luck":                      {nil, ended(failRecord, 1), report.Fail, "not on every processor"},
		"forged where memory tears": {ended(failRecord, 1), ended(passRecord, 0), report.Fail, "not on every processor"},
		"forged, and never ends":    {&tooLate, ended(passRecord, 0), report.Timeout, "keeps that one from running"},
		"never ends":                {&tooLate, ended(failRecord, 1), report.Fail, "not on every processor"},
		"a forged complaint":        {nil, ended(errorRecord, 1), report.Fail, "with the reference solution it does"},
		"the machine was too busy":  {&jail.Result{Cause: jail.WallClock, Exit: -1, NoTurn: true}, nil, report.GraderError, "too busy to tell"},
		"no memory to forge in":     {&jail.Result{Cause: jail.MemoryFull, Exit: -1}, nil, report.Memory, "memory"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g, _ := overloaded(t, func(r aRun) *jail.Result {
				switch {
				case r.check != "TestAnswer" || r.race || r.n > 1:
					return nil
				case r.steady:
					return c.steady
				}
				return c.varied
			})
			ex := gradeWithoutRace(t, g, right)
			require.Equal(t, c.verdict, ex.Verdict, "%+v", ex)
			require.Contains(t, ex.Message, c.message)
			require.Equal(t, c.verdict, check(t, ex, "TestAnswer").Verdict)
			if c.verdict != report.Pass {
				require.Zero(t, check(t, ex, "TestAnswer").Points)
				require.Equal(t, c.verdict, stage(t, ex, report.Inside).Verdict)
			}
		})
	}
}

// A check that complains of itself with the reference as well is believed.
func TestABrokenCheckIsBelieved(t *testing.T) {
	g, _ := overloaded(t, func(r aRun) *jail.Result {
		if r.check == "TestAnswer" {
			return ended(errorRecord, 1)
		}
		return nil
	})
	ex := gradeWithoutRace(t, g, right)
	require.Equal(t, report.GraderError, ex.Verdict, "%+v", ex)
	require.Contains(t, ex.Message, "the hidden test is broken")
}

// Who asks for numbers of processors gets these runs, and a steady one.
func TestProcessorsAreNotAllThatIsRun(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(right), 0o600))
	g, loaded := overloaded(t, func(aRun) *jail.Result { return nil })
	rep, err := g.Grade(t.Context(), grader.Request{
		Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir}}, Race: grader.RaceOff, Runs: 2, Processors: []int{1, 2},
	}, nil)
	require.NoError(t, err)
	require.Equal(t, report.Pass, rep.Exercises[0].Verdict)
	require.GreaterOrEqual(t, loaded.count("TestAnswer", false), 4)
	require.Equal(t, 1, loaded.count("TestAnswer", true))
}

// A learner sees what is left to do while it is done.
func TestAPassIsProvisionalUntilItHasBeenVaried(t *testing.T) {
	var provisional atomic.Bool // until then a slow machine may have it run on all processors as well
	g, _ := overloaded(t, func(r aRun) *jail.Result {
		if r.check == "TestAnswer" && !r.steady && provisional.Load() {
			return ended(failRecord, 1)
		}
		return nil
	})
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(right), 0o600))
	var told []report.Verdict
	_, err := g.Grade(t.Context(), grader.Request{
		Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir}}, Race: grader.RaceOff,
	}, func(e grader.Event) {
		switch e := e.(type) {
		case grader.Provisional:
			provisional.Store(true)
			told = append(told, e.Exercise.Verdict)
		case grader.CheckFinished:
			if e.Check.Name == "TestAnswer" {
				told = append(told, e.Check.Verdict)
			}
		case grader.Finished:
			told = append(told, e.Exercise.Verdict)
		}
	})
	require.NoError(t, err)
	require.Equal(t, []report.Verdict{report.Pass, report.Pass, report.Fail, report.Fail}, told)
}

// What builds, and does not with the race detector, is the submission's doing and not
// the grader's.
func TestRaceBuildsAreTheSubmissions(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the compiler and the linker are not called by themselves here")
	}
	for _, tool := range []string{"compile", "link"} {
		g, _ := overloaded(t, func(r aRun) *jail.Result {
			if r.check == tool && r.race {
				return &jail.Result{Cause: jail.MemoryFull, Exit: -1}
			}
			return nil
		})
		if err := g.RaceUnavailable(); err != nil {
			t.Skip(err)
		}
		ex := grade(t, g, right)
		require.Equal(t, report.Memory, ex.Verdict, "%s: %+v", tool, ex)
		require.Contains(t, ex.Message, "With the race detector")
		require.Equal(t, report.Memory, stage(t, ex, report.Race).Verdict)
		require.Zero(t, check(t, ex, "TestAnswer").Points)
	}
}
