package grader_test

import (
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// load is how many submissions are graded on a busy machine. More than the dozen
// that every run of the tests affords have the race stage as well:
//
//	go test ./grader -run TestLoad -load 200 -timeout 0 -v
var load = flag.Int("load", 0, "how many submissions TestLoad grades beside busy processes")

const (
	aDozen        = 12
	busyProcesses = 8
	atOnce        = 6 // gradings
)

// TestLoad grades known-right and known-wrong solutions of the real course while
// other processes take every processor that they can get. The verdicts are those
// of an idle machine: the right ones pass, and the wrong ones fail at the checks
// that they name.
func TestLoad(t *testing.T) {
	if *load == 0 {
		t.Skip("it takes a while, and all processors: see -load")
	}
	c := realCourse(t)
	race := grader.RaceAuto
	if *load <= aDozen {
		race = grader.RaceOff
	}
	subs := sample(t, c, *load, race)
	g, err := grader.New(c, grader.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, g.Close()) })
	for range busyProcesses {
		keepBusy(t)
	}

	began := time.Now()
	var right, done atomic.Int64
	var group errgroup.Group
	group.SetLimit(atOnce)
	for _, s := range subs {
		group.Go(func() error {
			req := grader.Request{Submissions: []grader.Submission{{Exercise: s.exercise, Dir: s.Dir}}, Race: race}
			if slices.Contains(s.CaughtBy, string(report.Schedules)) {
				// As verify does, and whatever the time: other checks fail by luck.
				req.Race, req.Alone, req.Schedules = grader.RaceOff, report.Schedules, grader.Schedules{Count: 200}
			}
			rep, err := g.Grade(t.Context(), req, nil)
			if err != nil {
				return err
			}
			ex := rep.Exercises[0]
			for _, why := range s.surprises(ex) {
				t.Errorf("%s/%s, seed %d: %s\n%s", s.exercise, s.Name, rep.Exercises[0].Seed, why, explain(ex))
			}
			if s.Right {
				right.Add(1)
			}
			if n := done.Add(1); n%20 == 0 {
				t.Logf("%d of %d after %v", n, len(subs), time.Since(began).Round(time.Second))
			}
			return nil
		})
	}
	require.NoError(t, group.Wait())
	t.Logf("%d submissions, %d of them right, beside %d busy processes: %v", len(subs), right.Load(), busyProcesses, time.Since(began).Round(time.Second))
}

// A sampled is a solution whose verdict is known.
type sampled struct {
	course.Variant
	exercise string
}

// sample draws n solutions, always the same, all of them before one comes again.
// Right and wrong ones come in turn as long as there are both.
func sample(t *testing.T, c *course.Course, n int, race grader.RaceMode) []sampled {
	t.Helper()
	var right, wrong []sampled
	for _, e := range c.Exercises {
		variants, err := c.SolutionVariants(e.ID)
		require.NoError(t, err)
		for _, v := range variants {
			if s := (sampled{v, e.ID}); v.Right {
				right = append(right, s)
			} else if race != grader.RaceOff || !slices.Contains(v.CaughtBy, string(report.Race)) {
				wrong = append(wrong, s)
			}
		}
	}
	require.NotEmpty(t, right)
	require.NotEmpty(t, wrong)
	rng := rand.New(rand.NewPCG(1, 1))
	for _, s := range [][]sampled{right, wrong} {
		rng.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
	}
	var all []sampled
	for i := range max(len(right), len(wrong)) {
		if i < len(right) {
			all = append(all, right[i])
		}
		if i < len(wrong) {
			all = append(all, wrong[i])
		}
	}
	return slices.Repeat(all, n/len(all)+1)[:n]
}

// surprises lists what an idle machine would have seen otherwise.
func (s sampled) surprises(ex report.Exercise) []string {
	if s.Right {
		if !ex.Verdict.Passed() || ex.Points != ex.MaxPoints {
			return []string{fmt.Sprintf("a right solution came to %s with %d of %d points", ex.Verdict, ex.Points, ex.MaxPoints)}
		}
		return nil
	}
	var all []string
	if !ex.Verdict.Failed() {
		all = append(all, fmt.Sprintf("a wrong solution came to %s", ex.Verdict))
	}
	for _, name := range s.CaughtBy {
		failed := slices.ContainsFunc(ex.Checks, func(c report.Check) bool { return c.Name == name && c.Verdict.Failed() }) ||
			slices.ContainsFunc(ex.Stages, func(st report.Stage) bool { return string(st.Name) == name && st.Verdict.Failed() })
		if !failed {
			all = append(all, fmt.Sprintf("%s did not catch a wrong solution", name))
		}
	}
	return all
}

// busy is set in a process that does nothing, as fast as it can.
const busy = "WORKBOOK_TEST_BUSY"

func TestBusy(t *testing.T) {
	if os.Getenv(busy) == "" {
		t.Skip("this is what TestLoad starts")
	}
	go func() {
		for {
		}
	}()
	_, err := io.Copy(io.Discard, os.Stdin) // until whoever started it is gone
	require.NoError(t, err)
}

func keepBusy(t *testing.T) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestBusy$", "-test.timeout=0")
	cmd.Env = append(os.Environ(), busy+"=1")
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		require.NoError(t, stdin.Close())
		require.NoError(t, cmd.Wait())
	})
}
