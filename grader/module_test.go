package grader_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/course/coursetest"
	"workbook/grader/jail"
	"workbook/grader/longtest"
	"workbook/grader/report"
)

// foreignCourse lays out the course of testdata/foreign.txtar, which is in a module of
// its own and requires this one for the kit.
func foreignCourse(t *testing.T) *course.Course {
	t.Helper()
	root := coursetest.LayOut(t, "foreign.txtar")
	c, err := course.Load(root)
	require.NoError(t, err)
	return c
}

// A course in another module is graded with its own hidden tests, at every level, though
// the id of its exercise is one of this course's.
func TestACourseInAnotherModule(t *testing.T) {
	longtest.Skip(t, "it grades at every level")
	c := foreignCourse(t)
	g := open(t, c.Root)
	best := jail.Probe().Level
	for level := best; level >= jail.L1; level-- {
		g := g.At(c, level)
		for dir, want := range map[string]struct {
			verdict report.Verdict
			caught  string
			message string
		}{
			c.SolutionDir("09_propagate"): {verdict: report.Pass},
			variant(c, "wrong/once"):      {report.Fail, "TestServes", "B must get what work gave"},
			variant(c, "wrong/stuck"): {report.Fail, "TestResult",
				"Run waits to receive from a channel at solutions/09_propagate/testdata/wrong/stuck/propagate.go:7"},
		} {
			if level < best && !want.verdict.Passed() {
				continue // what is caught, and how a message names a line, is the same at all of them
			}
			t.Run(level.String()+" "+filepath.Base(dir), func(t *testing.T) {
				req := grader.Request{Submissions: []grader.Submission{{Exercise: "09", Dir: dir}}, Race: grader.RaceOff}
				if want.verdict.Passed() && level == best {
					req.Race = grader.RaceAuto
				}
				rep, err := g.Grade(t.Context(), req, nil)
				require.NoError(t, err)
				ex := rep.Exercises[0]
				require.Equal(t, want.verdict, ex.Verdict, explain(ex))
				if want.caught != "" {
					caught := check(t, ex, want.caught)
					require.Equal(t, report.Fail, caught.Verdict, explain(ex))
					require.Contains(t, caught.Message, want.message)
				}
			})
		}
	}
}

func variant(c *course.Course, name string) string {
	return filepath.Join(c.SolutionDir("09_propagate"), "testdata", filepath.FromSlash(name))
}

// In whatever module: a crash is put to the learner's own line, and nothing in the
// environment says how a process is told what it checks when the submission's
// first line runs. Policy, which leaves no way to look, is off for that.
func TestASubmissionInAnotherModule(t *testing.T) {
	longtest.Turn(t)
	g := open(t, foreignCourse(t).Root)
	g.WithoutPolicy()
	graded := func(source string) report.Exercise {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "propagate.go"), []byte(source), 0o600))
		rep, err := g.Grade(t.Context(), grader.Request{Submissions: []grader.Submission{{Exercise: "09", Dir: dir}}, Race: grader.RaceOff}, nil)
		require.NoError(t, err)
		return rep.Exercises[0]
	}

	const looks = `package propagate

import "os"

var seen = os.Getenv("WORKBOOK_TASK_FDS") + os.Getenv("WORKBOOK_RESULT_FD")

func init() { seen += os.Getenv("WORKBOOK_TASK_FDS") }

func Run(work func() int) int {
	os.Stderr.WriteString("seen: " + seen + ".\n") // in one piece: standard output comes by another pipe
	got := make(chan int)
	go func() { got <- work() }()
	return <-got
}
`
	ex := graded(looks)
	require.Equal(t, report.Pass, ex.Verdict, explain(ex))
	require.Contains(t, check(t, ex, "TestResult").Output, "seen: .\n")

	ex = graded("package propagate\n\nfunc Run(work func() int) int {\n\tgo func() {\n\t\tpanic(\"mine\")\n\t}()\n\tselect {}\n}\n")
	crashed := check(t, ex, "TestResult")
	require.Equal(t, report.Crash, crashed.Verdict, explain(ex))
	require.Contains(t, crashed.Message, "Your code panicked at exercises/09_propagate/propagate.go:5: mine.")
	require.Equal(t, 5, crashed.Line)
}
