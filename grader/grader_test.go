package grader_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/jail"
	"workbook/grader/longtest"
	"workbook/grader/report"
)

// grade grades one file as the submission.
func grade(t *testing.T, g *grader.Grader, source string) report.Exercise {
	t.Helper()
	return gradeIn(t, g, t.TempDir(), source)
}

func gradeIn(t *testing.T, g *grader.Grader, dir, source string) report.Exercise {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(source), 0o600))
	rep, err := g.Grade(t.Context(), grader.Request{
		Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir}},
	}, nil)
	require.NoError(t, err)
	require.Len(t, rep.Exercises, 1)
	return rep.Exercises[0]
}

const twice = `
func Twice(f func()) {
	if f == nil {
		return
	}
	done := make(chan bool)
	for range 2 {
		go func() { f(); done <- true }()
	}
	<-done
	<-done
}
`

const right = "package answer\n\nfunc Answer() int { return 42 }\n" + twice

func check(t *testing.T, ex report.Exercise, name string) report.Check {
	t.Helper()
	for _, c := range ex.Checks {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("the report lacks %s", name)
	return report.Check{}
}

func stage(t *testing.T, ex report.Exercise, name report.StageName) report.Stage {
	t.Helper()
	for _, s := range ex.Stages {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("the report lacks the stage %s", name)
	return report.Stage{}
}

func TestVerdicts(t *testing.T) {
	g := fixture(t)
	for _, c := range []struct {
		name    string
		source  string
		verdict report.Verdict
		points  int
		message string // a part of it
		line    int    // 0: whatever
	}{
		{
			name: "right", source: right,
			verdict: report.Pass, points: 100,
		},
		{
			name:    "wrong value",
			source:  "package answer\n\nfunc Answer() int { return 41 }\n" + twice,
			verdict: report.Fail, points: 10, message: "Answer gave 41 instead of 42", line: 3,
		},
		{
			name:    "an optional check fails",
			source:  strings.Replace(right, "return\n", "panic(\"nil\")\n", 1),
			verdict: report.Pass, points: 90,
		},
		{
			name:    "does not compile",
			source:  "package answer\n\nfunc Answer() int { return none }\n" + twice,
			verdict: report.CompileError, message: "undefined: none", line: 3,
		},
		{
			name:    "does not parse",
			source:  "package answer\n\nfunc Answer() int { return 42\n",
			verdict: report.CompileError, message: "expected",
		},
		{
			name:    "an empty file",
			source:  " \n",
			verdict: report.CompileError, message: "answer.go is empty.",
		},
		{
			name:    "forbidden import",
			source:  "package answer\n\nimport \"os/exec\"\n\nfunc Answer() int { exec.Command(\"true\").Run(); return 42 }\n" + twice,
			verdict: report.Refused, message: "os/exec", line: 3,
		},
		{
			name:    "a function is missing",
			source:  "package answer\n\nfunc Answer() int { return 42 }\n",
			verdict: report.CompileError, message: "has no Twice. The task asks for: func Twice(f func())",
		},
		{
			name:    "a function begins with a small letter",
			source:  "package answer\n\nfunc Answer() int { return 42 }\n" + strings.Replace(twice, "Twice", "twice", 1),
			verdict: report.CompileError, message: "has no Twice", line: 5,
		},
		{
			name:    "a function of another type",
			source:  "package answer\n\nfunc Answer() string { return \"42\" }\n" + twice,
			verdict: report.CompileError, message: "func Answer() string", line: 3,
		},
		{
			name:    "panics",
			source:  "package answer\n\nfunc Answer() int { var m map[int]int; m[1] = 2; return 42 }\n" + twice,
			verdict: report.Crash, points: 10, message: "assignment to entry in nil map", line: 3,
		},
		{
			name: "panics on a goroutine of its own",
			source: `package answer

func Answer() int {
	go func() {
		panic("oh no")
	}()
	select {}
}
` + twice,
			verdict: report.Crash, points: 10, message: "oh no", line: 5,
		},
		{
			name:    "ends the program",
			source:  "package answer\n\nimport \"log\"\n\nfunc Answer() int { log.Fatal(\"bye\"); return 42 }\n" + twice,
			verdict: report.Crash, points: 10, line: 5,
			message: "exit code 1. Its last words: \"2000/01/01 00:00:00 bye\". The log.Fatal at ",
		},
		{
			name:    "ends the program in one of several ways",
			source:  "package answer\n\nimport \"log\"\n\nfunc Answer() int {\n\tif false {\n\t\tlog.Fatalf(\"%d\", 1)\n\t}\n\tlog.Default().Fatalln()\n\treturn 42\n}\n" + twice,
			verdict: report.Crash, points: 10, line: 7,
			message: "answer.go:9 did that",
		},
		{
			name:    "calls itself without an end",
			source:  "package answer\n\nfunc Answer() int { return deep(1) }\n\nfunc deep(n int) int {\n\treturn 1 + deep(n+1)\n}\n" + twice,
			verdict: report.Crash, points: 10, line: 6, message: "ran out of stack at ",
		},
		{
			name:    "writes to a map on several goroutines",
			source:  "package answer\n\nfunc Answer() int {\n\tm := map[int]int{}\n\tfor range 8 {\n\t\tgo func() {\n\t\t\tfor i := 0; i >= 0; i++ {\n\t\t\t\tm[i%8] = i\n\t\t\t}\n\t\t}()\n\t}\n\tselect {}\n}\n" + twice,
			verdict: report.Crash, points: 10, line: 8, message: "fatal error: concurrent map writes",
		},
		{
			name:    "eats memory",
			source:  "package answer\n\nvar hog [][]byte\n\nfunc Answer() int { for { b := make([]byte, 1<<20); for i := range b { b[i] = 1 }; hog = append(hog, b) } }\n" + twice,
			verdict: report.Memory, points: 10, message: "more than 128 MiB",
		},
		{
			name:    "races",
			source:  racy,
			verdict: report.Fail, points: 20, message: "Data race", line: 12,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			longtest.Turn(t)
			t.Parallel()
			if c.name == "races" {
				if err := g.RaceUnavailable(); err != nil {
					t.Skip(err)
				}
			}
			dir := t.TempDir()
			ex := gradeIn(t, g, dir, c.source)
			require.Equal(t, c.verdict, ex.Verdict, "%+v", ex)
			require.Contains(t, ex.Message, c.message)
			require.Equal(t, c.points, ex.Points, "%+v", ex)
			require.Equal(t, 100, ex.MaxPoints)
			if c.line != 0 {
				require.Equal(t, c.line, ex.Line, "%s", ex.Message)
				require.Equal(t, "exercises/01_answer/answer.go", ex.File)
			}
			require.Len(t, ex.Stages, len(report.Stages), "every stage is in the report")
			require.Len(t, ex.Checks, 4, "every declared check is in the report")
			for _, got := range ex.Checks {
				require.NotEmpty(t, got.Verdict)
			}
		})
	}
}

func TestABusyLoopTimesOut(t *testing.T) {
	longtest.Skip(t, "it waits for a limit")
	g := fixtureWith(t, func(ex *course.Exercise) {
		ex.Limits.WallSeconds = 3 // all of which it takes; a right answer takes a hundredth
	}, jail.Probe().Level)
	ex := grade(t, g, "package answer\n\nfunc Answer() int {\n\tfor {\n\t}\n}\n"+twice)
	require.Equal(t, report.Timeout, ex.Verdict, "%+v", ex)
	require.Contains(t, ex.Message, "answer.go:4")
}

func TestNeedsAreRespected(t *testing.T) {
	ex := grade(t, fixture(t), "package answer\n\nfunc Answer() int { return 41 }\n"+twice)
	require.Equal(t, report.NotRun, check(t, ex, "TestTwice").Verdict)
	require.Contains(t, check(t, ex, "TestTwice").Message, "Answer returns 42")
	require.Equal(t, report.NotRun, check(t, ex, "TestServes").Verdict)
	require.Equal(t, report.Fail, stage(t, ex, report.Inside).Verdict)
	require.Equal(t, report.NotRun, stage(t, ex, report.Outside).Verdict)
	require.Equal(t, report.NotRun, stage(t, ex, report.Race).Verdict)
}

func TestRaceModes(t *testing.T) {
	g := fixture(t)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(right), 0o600))
	sub := []grader.Submission{{Exercise: "01_answer", Dir: dir}}
	rep, err := g.Grade(t.Context(), grader.Request{Submissions: sub, Race: grader.RaceOff}, nil)
	require.NoError(t, err)
	require.Equal(t, report.Pass, rep.Exercises[0].Verdict)
	require.Equal(t, report.NotRun, stage(t, rep.Exercises[0], report.Race).Verdict)
	require.Contains(t, stage(t, rep.Exercises[0], report.Race).Message, "switched off")
}

func TestEventsTellTheWholeStory(t *testing.T) {
	g := fixture(t)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(right), 0o600))
	var mu sync.Mutex
	var checks, provisional int
	ended := map[report.StageName]bool{}
	var last grader.Event
	rep, err := g.Grade(t.Context(), grader.Request{Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir}}}, func(e grader.Event) {
		require.True(t, mu.TryLock(), "one event at a time")
		defer mu.Unlock()
		last = e
		switch e := e.(type) {
		case grader.CheckFinished:
			checks++
		case grader.StageFinished:
			require.False(t, ended[e.Stage.Name], "a stage ends once")
			ended[e.Stage.Name] = true
		case grader.Provisional:
			provisional++
			require.Equal(t, report.Pass, e.Exercise.Verdict)
			require.Equal(t, 100, e.Exercise.Points)
		}
	})
	require.NoError(t, err)
	require.Equal(t, 4, checks)
	require.Len(t, ended, len(report.Stages))
	require.Equal(t, grader.Finished{Exercise: rep.Exercises[0]}, last)
	if g.RaceUnavailable() == nil {
		require.Equal(t, 1, provisional)
	}
}

func TestCancelEndsAGrade(t *testing.T) {
	g := fixture(t)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte("package answer\n\nfunc Answer() int { for {} }\n"+twice), 0o600))
	ctx, cancel := context.WithCancel(t.Context())
	rep, err := g.Grade(ctx, grader.Request{Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir}}}, func(e grader.Event) {
		if s, ok := e.(grader.StageStarted); ok && s.Stage == report.Inside {
			cancel()
		}
	})
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, rep.Exercises, "what was not finished is not in the report")
}

func TestAnUnknownExerciseIsNobodysFault(t *testing.T) {
	g := fixture(t)
	rep, err := g.Grade(t.Context(), grader.Request{Submissions: []grader.Submission{{Exercise: "99_nothing"}}}, nil)
	require.NoError(t, err)
	require.Equal(t, report.GraderError, rep.Exercises[0].Verdict)
}

func TestWhatIsMissingIsNotRun(t *testing.T) {
	g := fixture(t)
	sub := grader.Submission{Exercise: "01_answer", Missing: "There is no folder 01_answer."}
	rep, err := g.Grade(t.Context(), grader.Request{Submissions: []grader.Submission{sub}}, nil)
	require.NoError(t, err)
	ex := rep.Exercises[0]
	require.Equal(t, report.NotRun, ex.Verdict)
	require.Equal(t, sub.Missing, ex.Message)
	require.Zero(t, ex.Points)
	require.NotZero(t, ex.MaxPoints)
	for _, s := range ex.Stages {
		require.Equal(t, report.NotRun, s.Verdict)
		require.NotEmpty(t, s.Message)
	}
	for _, c := range ex.Checks {
		require.Equal(t, report.NotRun, c.Verdict)
		require.Equal(t, sub.Missing, c.Message)
	}
	require.Equal(t, report.ExitNotPassed, rep.ExitCode())
}

func TestSameSeedSameReport(t *testing.T) {
	g := fixture(t)
	seedOf := func(asked uint64) uint64 {
		rep, err := g.Grade(t.Context(), grader.Request{Seed: asked, Submissions: []grader.Submission{{Exercise: "99_none"}}}, nil)
		require.NoError(t, err)
		require.Equal(t, g.Isolation(), rep.Exercises[0].Isolation)
		return rep.Exercises[0].Seed
	}
	require.EqualValues(t, 7, seedOf(7))
	require.NotZero(t, seedOf(0))
}

func TestAStudentReleaseCompilesAndSaysWhyItDoesNoMore(t *testing.T) {
	root := layOut(t)
	require.NoError(t, os.RemoveAll(filepath.Join(root, "solutions")))
	g := open(t, root)
	ex := grade(t, g, right)
	require.Equal(t, report.NotRun, ex.Verdict)
	require.Contains(t, ex.Message, "hand in your work")
	require.Equal(t, report.Pass, stage(t, ex, report.Compile).Verdict)
	require.Contains(t, check(t, ex, "TestAnswer").Message, "no hidden tests")
	require.Equal(t, report.CompileError, grade(t, g, "package answer\n\nvar x int = \"\"\n").Verdict)
}
