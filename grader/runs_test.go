package grader_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/longtest"
	"workbook/grader/report"
)

func TestRunsFindAFlakyCheck(t *testing.T) {
	g := fixture(t)
	dir := t.TempDir()
	flaky := "package answer\n\nimport \"math/rand\"\n\nfunc Answer() int { return 42 - rand.Intn(4)/3 }\n" + twice
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(flaky), 0o600))
	rep, err := g.Grade(t.Context(), grader.Request{
		Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir}}, Runs: 200, Race: grader.RaceOff,
		Checks: []string{"TestAnswer"},
	}, nil)
	require.NoError(t, err)
	require.Equal(t, report.Fail, rep.Exercises[0].Verdict, "one in four answers is wrong, and 200 were asked for")
}

func TestRunsAreDoneWithEachNumberOfProcessors(t *testing.T) {
	longtest.Skip(t, "it grades many times")
	root := layOut(t)
	toml := filepath.Join(root, "exercises", "01_answer", "exercise.toml")
	text, err := os.ReadFile(toml)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(toml, append([]byte("imports = [\"runtime\"]\n"), text...), 0o600))
	g := open(t, root)
	dir := t.TempDir()
	picky := "package answer\n\nimport \"runtime\"\n\nfunc Answer() int { return 42 - runtime.GOMAXPROCS(0)/3 }\n" + twice
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(picky), 0o600))
	rep, err := g.Grade(t.Context(), grader.Request{
		Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir}}, Runs: 2, Processors: []int{1, 2, 3}, Race: grader.RaceOff,
		Checks: []string{"TestAnswer"},
	}, nil)
	require.NoError(t, err)
	for _, c := range rep.Exercises[0].Checks {
		if c.Name == "TestAnswer" {
			require.Equal(t, report.Fail, c.Verdict, c.Message)
			require.Equal(t, 5, c.Run, "the fifth run is the first with three processors")
			return
		}
	}
	require.Fail(t, "TestAnswer was not run")
}

// What is not asked for is not run, and what is not run is not passed.
func TestSomeChecksOnly(t *testing.T) {
	g := fixture(t)
	reference := grader.Submission{Exercise: "01_answer", Dir: small.course.SolutionDir("01_answer")}
	rep, err := g.Grade(t.Context(), grader.Request{
		Submissions: []grader.Submission{reference}, Race: grader.RaceOff, Checks: []string{"TestTwice"},
	}, nil)
	require.NoError(t, err)
	ex := rep.Exercises[0]
	verdicts := map[string]report.Verdict{}
	for _, c := range ex.Checks {
		verdicts[c.Name] = c.Verdict
	}
	require.Equal(t, map[string]report.Verdict{
		"TestAnswer": report.Pass, // TestTwice needs it
		"TestTwice":  report.Pass, "TestNeatness": report.NotRun, "TestServes": report.NotRun,
	}, verdicts)
	require.Equal(t, report.NotRun, ex.Verdict)
}

func TestFailFastEndsWithTheFirstFailure(t *testing.T) {
	g := fixture(t)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte("package answer\n\nfunc Answer() int { return 41 }\n\nfunc Twice(f func()) {}\n"), 0o600))
	rep, err := g.Grade(t.Context(), grader.Request{
		Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir}}, Race: grader.RaceOff, FailFast: true, Processors: []int{1},
	}, nil)
	require.NoError(t, err)
	ex := rep.Exercises[0]
	require.Equal(t, report.Fail, ex.Verdict)
	require.Contains(t, ex.Message, "41")
	failed := 0
	for _, c := range ex.Checks {
		if c.Required && c.Verdict.Failed() {
			failed++
		}
	}
	require.Equal(t, 1, failed)
}
