package grader_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/report"
)

// lucky are answers that are right as long as nobody comes between a read and the write
// that follows it, each wrong in a way of its own when somebody does.
var lucky = map[string]struct {
	source  string
	verdict report.Verdict
	lines   []int // of which one is told
}{
	"a lost update": {`package answer

import "sync"

func Answer() int {
	n := 0
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() { n += 21 })
	}
	both.Wait()
	return n
}
` + twice, report.Fail, nil},
	"a crash": {`package answer

import "sync"

func Answer() int {
	free := []int{42}
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if len(free) > 0 {
				_ = free[0]
				free = free[1:]
			}
		})
	}
	both.Wait()
	return 42
}
` + twice, report.Crash, []int{11, 12}},
}

func gradeUnder(t *testing.T, g *grader.Grader, source string, s grader.Schedules) report.Exercise {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(source), 0o600))
	rep, err := g.Grade(t.Context(), grader.Request{
		Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir}}, Race: grader.RaceOff, Schedules: s, Seed: 1,
	}, nil)
	require.NoError(t, err)
	return rep.Exercises[0]
}

// Luck is found, and its number finds it again. Steady runs alone do not.
func TestSchedulesFindLuck(t *testing.T) {
	g := fixture(t)
	for name, c := range lucky {
		t.Run(name, func(t *testing.T) {
			ex := gradeUnder(t, g, c.source, grader.Schedules{Count: 100})
			require.Equal(t, c.verdict, ex.Verdict, "%+v", ex)
			require.Contains(t, ex.Message, "before, by luck. Under schedule")
			require.Equal(t, c.verdict, stage(t, ex, report.Schedules).Verdict)
			require.Equal(t, report.Pass, stage(t, ex, report.Inside).Verdict, "the steady run passed")
			if c.lines != nil {
				require.Contains(t, c.lines, ex.Line)
			}
			failed := check(t, ex, "TestAnswer")
			require.NotZero(t, failed.Schedule)
			require.Zero(t, failed.Points)
			for range 3 {
				again := check(t, gradeUnder(t, g, c.source, grader.Schedules{First: failed.Schedule, Count: 1}), "TestAnswer")
				require.Equal(t, failed.Verdict, again.Verdict)
				require.Equal(t, failed.Schedule, again.Schedule)
				require.Equal(t, failed.Events, again.Events, "it is the same run")
			}
		})
	}
}

// What is right is so under all of them, and the stage says that it was there.
func TestSchedulesLeaveTheRight(t *testing.T) {
	g := fixture(t)
	ex := gradeUnder(t, g, right, grader.Schedules{Count: 100})
	require.Equal(t, report.Pass, ex.Verdict, "%+v", ex)
	require.Equal(t, report.Pass, stage(t, ex, report.Schedules).Verdict)
	require.Zero(t, check(t, ex, "TestAnswer").Schedule)

	ex = gradeUnder(t, g, right, grader.Schedules{})
	require.Equal(t, report.Pass, ex.Verdict)
	require.Equal(t, report.NotRun, stage(t, ex, report.Schedules).Verdict)
	require.Contains(t, stage(t, ex, report.Schedules).Message, "not asked for")
}
