package grader_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"workbook/grader"
	"workbook/grader/jail"
	"workbook/grader/longtest"
	"workbook/grader/report"
)

// Faults of the world around the grader: what it was in the middle of stops, what
// it reads changes, and clocks are wrong.

const endless = "package answer\n\nfunc Answer() int { for {} }\n" + twice

// TestCancelAtAnyMoment ends gradings early, and sees that they leave nothing: no
// process, no file, no goroutine.
func TestCancelAtAnyMoment(t *testing.T) {
	longtest.Skip(t, "it grades many times")
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	t.Setenv("TMP", temp) // for Windows
	adoptOrphans(t)
	before := goleak.IgnoreCurrent()
	g := open(t, layOut(t))
	require.NoError(t, g.Warm(t.Context(), "01_answer", false, nil))
	settled := files(t, temp)

	cancelled := 0
	for round := range 8 {
		source := []string{right, endless}[round%2]
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(source), 0o600))
		ctx, cancel := context.WithCancel(t.Context())
		events, after := 1+rand.IntN(8), time.Duration(rand.IntN(200))*time.Millisecond
		_, err := g.Grade(ctx, grader.Request{
			Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir}}, Race: grader.RaceOff,
		}, func(grader.Event) {
			if events--; events == 0 {
				time.AfterFunc(after, cancel) // any moment will do: nothing is waited for
			}
		})
		cancel()
		if errors.Is(err, context.Canceled) {
			cancelled++
		} else {
			require.NoError(t, err)
		}
		require.Empty(t, orphans(t), "round %d", round)
		if source == right { // a control may stay from the others
			require.Subset(t, settled, withoutBuilds(files(t, temp)), "round %d", round)
		}
	}
	require.Greater(t, cancelled, 2, "too few of the gradings were cancelled to say something")
	require.NoError(t, g.Close())
	require.Empty(t, files(t, temp))
	goleak.VerifyNone(t, before)
}

// files lists what is below dir, by relative names.
func files(t *testing.T, dir string) []string {
	t.Helper()
	found := []string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, path)
		if rel != "." {
			found = append(found, rel)
		}
		return err
	}))
	return found
}

// withoutBuilds leaves out the control, and what was compiled once for all, which are kept for
// the next grading.
func withoutBuilds(files []string) []string {
	var out []string
	for _, f := range files {
		if !strings.Contains(f, string(filepath.Separator)+"build-") && !strings.Contains(f, string(filepath.Separator)+"reused") {
			out = append(out, f)
		}
	}
	return out
}

// A submission is read once: what happens to its folder later changes nothing.
func TestDeletedWhileGraded(t *testing.T) {
	longtest.Skip(t, "it grades many times")
	g := fixture(t)
	for _, c := range []struct {
		name    string
		moment  func(grader.Event) bool
		verdict report.Verdict
	}{
		{"before it is read", func(e grader.Event) bool { s, ok := e.(grader.StageStarted); return ok && s.Stage == report.Read }, report.Refused},
		{"after it was read", func(e grader.Event) bool {
			s, ok := e.(grader.StageFinished)
			return ok && s.Stage.Name == report.Read
		}, report.Pass},
		{"while it runs", func(e grader.Event) bool { s, ok := e.(grader.StageStarted); return ok && s.Stage == report.Inside }, report.Pass},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "submission")
			require.NoError(t, os.Mkdir(dir, 0o700))
			require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(right), 0o600))
			rep, err := g.Grade(t.Context(), grader.Request{
				Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir}}, Race: grader.RaceOff,
			}, func(e grader.Event) {
				if c.moment(e) {
					require.NoError(t, os.RemoveAll(dir))
				}
			})
			require.NoError(t, err)
			require.NoDirExists(t, dir)
			require.Equal(t, c.verdict, rep.Exercises[0].Verdict, "%+v", rep.Exercises[0])
			require.Regexp(t, `^(|.*[.!?])$`, rep.Exercises[0].Message, "a sentence")
		})
	}
}

// TestSavedWhileGraded saves a submission again and again, now right and now
// wrong, as editors do it. Each verdict is one on one of the two.
func TestSavedWhileGraded(t *testing.T) {
	longtest.Skip(t, "it grades many times")
	g := fixtureOf(t, insideOnly, jail.L1)
	dir := t.TempDir()
	file := filepath.Join(dir, "answer.go")
	other := filepath.Join(t.TempDir(), "answer.go")
	save := func(source string) error {
		return errors.Join(os.WriteFile(other, []byte(source), 0o600), os.Rename(other, file))
	}
	require.NoError(t, save(right))
	seen := map[report.Verdict]int{}
	repeatedly(t, func(i int) error { return save([]string{wrong, right}[i%2]) }, func() {
		for range 8 {
			ex := gradeFolder(t, g, dir)
			seen[ex.Verdict]++
			switch ex.Verdict {
			case report.Pass:
			case report.Fail:
				require.Contains(t, ex.Message, "Answer gave 41 instead of 42")
			case report.Refused: // saved without a pause to read it in
				require.Contains(t, ex.Message, "changed while it was read")
			default:
				t.Fatalf("a verdict on neither: %+v", ex)
			}
		}
	})
	t.Log(seen)
}

// repeatedly calls f again and again beside body.
func repeatedly(t *testing.T, f func(i int) error, body func()) {
	t.Helper()
	stop := make(chan struct{})
	var wg sync.WaitGroup
	var err error
	wg.Go(func() {
		for i := 0; err == nil; i++ {
			select {
			case <-stop:
				return
			case <-time.After(50 * time.Microsecond): // leaves the grader a processor
				err = f(i)
			}
		}
	})
	defer func() {
		close(stop)
		wg.Wait()
		require.NoError(t, err)
	}()
	body()
}

func gradeFolder(t *testing.T, g *grader.Grader, dir string) report.Exercise {
	t.Helper()
	return gradeFor(t, g, dir)
}

// gradeFor runs these checks, or all when none is named.
func gradeFor(t *testing.T, g *grader.Grader, dir string, checks ...string) report.Exercise {
	t.Helper()
	rep, err := g.Grade(t.Context(), grader.Request{
		Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir}}, Race: grader.RaceOff, Checks: checks,
	}, nil)
	require.NoError(t, err)
	return rep.Exercises[0]
}

// Two programs may grade in one tree. Neither writes anything into it.
func TestTwoGradersInOneTree(t *testing.T) {
	longtest.Skip(t, "it grades many times")
	root := layOut(t)
	before := files(t, root)
	verdicts := map[string]report.Verdict{right: report.Pass, wrong: report.Fail}
	var wg sync.WaitGroup
	for range 2 {
		g := open(t, root)
		for source, want := range verdicts {
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(source), 0o600))
			wg.Go(func() {
				rep, err := g.Grade(t.Context(), grader.Request{
					Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir}}, Race: grader.RaceOff, Checks: []string{"TestAnswer"},
				}, nil)
				if err != nil || rep.Exercises[0].Checks[0].Verdict != want {
					t.Errorf("want %s, got %v: %+v", want, err, rep.Exercises)
				}
			})
		}
	}
	wg.Wait()
	require.Equal(t, before, files(t, root))
}

// A clock that jumps leaves files from long ago, and from a time to come.
func TestFilesOfOtherTimes(t *testing.T) {
	longtest.Skip(t, "it grades many times")
	root := layOut(t)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(right), 0o600))
	test := filepath.Join(root, "solutions/01_answer/answer_test.go")
	g := open(t, root)
	for _, step := range []struct {
		year          int
		before, after string // what changes in the hidden half
		verdict       report.Verdict
	}{
		{1970, "got != 42", "got != 42", report.Pass},
		{1969, "got != 42", "got != 43 ", report.Fail}, // its times go back: it is built again
		{2100, "got != 43 ", "got != 42", report.Pass},
	} {
		edit(t, test, step.before, step.after)
		at := time.Date(step.year, 1, 1, 0, 0, 1, 0, time.UTC)
		for _, top := range []string{filepath.Join(root, "exercises"), filepath.Join(root, "solutions"), dir} {
			for _, f := range append(files(t, top), ".") {
				require.NoError(t, os.Chtimes(filepath.Join(top, f), at, at))
			}
		}
		ex := gradeFor(t, g, dir, "TestAnswer")
		require.Equal(t, step.verdict, check(t, ex, "TestAnswer").Verdict, "%d: %s", step.year, explain(ex))
	}
}

// flood is set in a process that writes more results than anybody reads.
const flood = "WORKBOOK_TEST_FLOOD"

// TestResultsWithoutEnd writes twice what is kept of results: the rest is read and
// thrown away, so that the process comes to its end.
func TestResultsWithoutEnd(t *testing.T) {
	if fd := os.Getenv(flood); fd != "" {
		pour(t, fd)
		return
	}
	for level := jail.Probe().Level; level >= jail.L1; level-- {
		cell := jail.Cell{Level: level, Temp: t.TempDir()}
		res, err := cell.Run(t.Context(), jail.Command{
			Path: os.Args[0], Args: []string{"-test.run=^TestResultsWithoutEnd$", "-test.count=1"},
			ResultsEnv: flood, Limits: jail.Limits{Wall: time.Minute, MemoryMiB: 512},
		})
		require.NoError(t, err)
		require.Equal(t, jail.Exited, res.Cause, "%s: %s", level, res.Output)
		require.Zero(t, res.Exit, "%s: %s", level, res.Output)
		require.Len(t, res.Results, jail.MaxResults, level)
	}
}

func pour(t *testing.T, fd string) {
	n, err := strconv.ParseUint(fd, 10, 64)
	require.NoError(t, err)
	results := os.NewFile(uintptr(n), "results")
	part := bytes.Repeat([]byte("{}\n"), 1<<14)
	for poured := 0; poured < 2*jail.MaxResults; poured += len(part) {
		_, err := results.Write(part)
		require.NoError(t, err)
	}
}
