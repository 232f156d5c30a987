package verify_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/jail"
	"workbook/grader/longtest"
	"workbook/grader/report"
	"workbook/grader/verify"
)

// lucky is right as long as nobody comes between a read and the write that follows it.
const lucky = `package answer

//workbook:caught-by race

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
`

// numbers looks for a schedule under which a known-wrong solution fails TestAnswer, and one
// under which it holds.
func numbers(t *testing.T, root, name string) (fails, holds uint64) {
	t.Helper()
	c, err := course.Load(root)
	require.NoError(t, err)
	g, err := grader.New(c, grader.Options{Level: jail.L1}) // what is graded is this test's own
	require.NoError(t, err)
	defer func() { require.NoError(t, g.Close()) }()
	for n := uint64(1); fails == 0 || holds == 0; n++ {
		require.LessOrEqual(t, n, uint64(100))
		rep, err := g.Grade(t.Context(), grader.Request{
			Submissions: []grader.Submission{{Exercise: "01_answer", Dir: filepath.Join(c.SolutionDir("01_answer"), "testdata", "wrong", name)}},
			Checks:      []string{"TestAnswer"}, Race: grader.RaceOff,
			Alone: report.Schedules, Schedules: grader.Schedules{First: n, Count: 1},
		}, nil)
		require.NoError(t, err)
		if rep.Exercises[0].Verdict == report.Fail {
			fails = n
		} else {
			holds = n
		}
	}
	return fails, holds
}

// A page that shows a run which does not fail, or which fails without luck, misleads.
func TestReplays(t *testing.T) {
	longtest.Skip(t, "it grades many times")
	exercise := insideOnly(t, inCourse(t, "exercises/01_answer/exercise.toml", "The answer", "The answer"))
	files := map[string]string{
		"exercises/01_answer/exercise.toml": exercise,
		"exercises/01_answer/lesson.md":     "# One\n---\n# Two\n---\n# Three\n---\n# The task\n\nReturn 42.\n",
		wrong + "lucky/answer.go":           lucky + twice,
		wrong + "less/answer.go":            "package answer\n\n//workbook:caught-by TestAnswer\n\nfunc Answer() int { return 41 }" + twice,
	}
	fails, holds := numbers(t, layOut(t, files), "lucky")
	replay := func(page, wrong string, schedule uint64) string {
		return fmt.Sprintf("\n[[replays]]\npage = %q\nwrong = %q\ncheck = \"TestAnswer\"\nschedule = %d\n", page, wrong, schedule)
	}
	files["exercises/01_answer/exercise.toml"] += replay("One", "lucky", fails) + replay("Two", "lucky", holds) + replay("Three", "less", 1)
	ex := verified(t, verify.Options{Runs: 1, Processors: []int{1}, Depth: verify.Quick}, files)
	var told []verify.Problem
	for _, p := range ex.Problems {
		if strings.Contains(p.Message, "The page") {
			told = append(told, p)
		}
	}
	require.Len(t, told, 2)
	for _, p := range told {
		require.Equal(t, "lesson", p.Aspect)
		require.Equal(t, "exercises/01_answer/exercise.toml", p.File)
	}
	require.Equal(t, fmt.Sprintf(`The page "Two" shows how lucky fails TestAnswer under schedule %d, which it does not. What happened: The check passed.`, holds), told[0].Message)
	require.Equal(t, "`workbook grade 01_answer --from solutions/01_answer/testdata/wrong/lucky --schedules 200` looks for another number", told[0].Hint)
	require.Contains(t, told[1].Message, `The page "Three" shows how less fails TestAnswer under schedule 1, and it fails without one: Answer gave 41`)
	requireProblem(t, ex, "lesson", "The lesson has 4 pages.") // and three of them are replays
}
