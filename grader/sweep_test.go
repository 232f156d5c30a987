package grader_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/internal/wire"
	"workbook/grader/jail"
	"workbook/grader/longtest"
	"workbook/grader/report"
)

// A notingJail notes which checks its processes run.
type notingJail struct {
	jail.Jail
	mu    sync.Mutex
	tasks []string
}

func (j *notingJail) Run(ctx context.Context, cmd jail.Command) (jail.Result, error) {
	if cmd.ResultsEnv != "" {
		task, err := wire.ReadTask(bytes.NewReader(cmd.Task))
		if err != nil {
			return jail.Result{}, err
		}
		j.mu.Lock()
		j.tasks = append(j.tasks, task.Check)
		j.mu.Unlock()
	}
	return j.Jail.Run(ctx, cmd)
}

// count is how many processes ran that check and nothing else.
func (j *notingJail) count(check string) (n int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, task := range j.tasks {
		if task == check {
			n++
		}
	}
	return n
}

// A lonelyJail ends each process of several checks before any of them has passed.
type lonelyJail struct{ jail.Jail }

func (j lonelyJail) Run(ctx context.Context, cmd jail.Command) (jail.Result, error) {
	if cmd.ResultsEnv != "" && bytes.Contains(cmd.Task, []byte(wire.Several)) {
		return jail.Result{Cause: jail.Exited, Exit: 1}, nil
	}
	return j.Jail.Run(ctx, cmd)
}

// afterAnswer is a Grader of the small course's inside checks, of which the others come
// after TestAnswer, with what notes its processes.
func afterAnswer(t *testing.T) (*grader.Grader, *notingJail) {
	t.Helper()
	g := fixtureWith(t, func(ex *course.Exercise) {
		ex.Checks = slices.DeleteFunc(slices.Clone(ex.Checks), func(c course.Check) bool { return !insideOnly(c) })
		for i := range ex.Checks[1:] {
			ex.Checks[1+i].Needs = []string{"TestAnswer"}
		}
	}, jail.L1)
	noted := &notingJail{}
	g.WrapJail(func(j jail.Jail) jail.Jail { noted.Jail = j; return noted })
	return g, noted
}

// Checks that come after another share processes where a submission can remember nothing,
// and what they say does not depend on it.
func TestChecksShareProcesses(t *testing.T) {
	twice := func(imports, body string) string {
		return "package answer\n\n" + imports + "\n\nfunc Answer() int { return 42 }\n\nfunc Twice(f func()) {\n" + body + "\n}\n"
	}
	const both = "if f != nil { var wg sync.WaitGroup; wg.Go(f); wg.Go(f); wg.Wait() }"
	for name, c := range map[string]struct {
		source string
		alone  int // runs of TestTwice by itself; two are its own and that on all processors
	}{
		"right":                      {twice(`import "sync"`, both), 0},
		"with an error of its own":   {twice("import (\n\t\"errors\"\n\t\"sync\"\n)\n\nvar ErrNone = errors.New(\"none\")", both), 0},
		"with a variable of its own": {twice("import \"sync\"\n\nvar calls int", "calls++\n"+both), 2},
		"prints":                     {twice("import (\n\t\"fmt\"\n\t\"sync\"\n)", "fmt.Println(\"twice\")\n"+both), 1},
		"fails":                      {twice("", "if f != nil { f() }"), 1},
		"panics":                     {twice("", `panic("no")`), 1},
		"exits":                      {twice(`import "log"`, "log.Fatal()"), 1},
		"comes to no end":            {twice("", "for { }"), 3}, // on all processors, too, to explain it, and once more to be sure
	} {
		t.Run(name, func(t *testing.T) {
			if name == "comes to no end" {
				longtest.Skip(t, "it waits for a limit")
			}
			longtest.Turn(t)
			t.Parallel()
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(c.source), 0o600))
			grade := func(g *grader.Grader) report.Exercise {
				rep, err := g.Grade(t.Context(), grader.Request{Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir}}, Race: grader.RaceOff, Seed: 7}, nil)
				require.NoError(t, err)
				ex := rep.Exercises[0]
				ex.GradedAt, ex.DurationMS = time.Time{}, 0
				for i := range ex.Stages {
					ex.Stages[i].DurationMS = 0
				}
				for i := range ex.Checks {
					ex.Checks[i].DurationMS = 0
				}
				return ex
			}
			g, noted := afterAnswer(t)
			lonely, _ := afterAnswer(t)
			lonely.WrapJail(func(j jail.Jail) jail.Jail { return lonelyJail{j} })
			ex, apart := grade(g), grade(lonely)
			require.Equal(t, apart, ex)
			require.LessOrEqual(t, noted.count("TestTwice"), c.alone, "%v", noted.tasks)
			require.Equal(t, c.alone > 0, noted.count("TestTwice") > 0, "%v", noted.tasks)
		})
	}
}

// Where many runs are asked for, so that nobody waits for the first, all checks share
// processes, and what goes wrong there once is said, though it passes by itself.
func TestManyRunsShareProcesses(t *testing.T) {
	const runs = 6
	grade := func(g *grader.Grader) report.Exercise {
		rep, err := g.Grade(t.Context(), grader.Request{
			Submissions: []grader.Submission{{Exercise: "01_answer", Dir: small.course.SolutionDir("01_answer")}},
			Runs:        runs, Processors: []int{1}, Race: grader.RaceOff,
		}, nil)
		require.NoError(t, err)
		require.Equal(t, report.Pass, rep.Exercises[0].Verdict, rep.Exercises[0].Message)
		return rep.Exercises[0]
	}
	g, noted := afterAnswer(t)
	for _, c := range grade(g).Checks {
		require.Empty(t, c.Message, c.Name)
		require.Equal(t, runs+1, c.Run, c.Name) // and one that is steady
		require.Zero(t, noted.count(c.Name), "%s had processes of its own: %v", c.Name, noted.tasks)
	}
	lonely, noted := afterAnswer(t)
	lonely.WrapJail(func(j jail.Jail) jail.Jail { return lonelyJail{j} })
	for _, c := range grade(lonely).Checks {
		require.Equal(t, "It passed 7 times by itself, and in run 1 it was not seen to pass among other checks.", c.Message, c.Name)
		require.Equal(t, runs+1, noted.count(c.Name), c.Name)
	}
}
