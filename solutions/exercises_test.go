// Package solutions_test holds the lessons to the facts that they tell, and every
// exercise to what is quickly seen of it. `workbook verify` looks longer: at every
// known solution, and at mutants of the reference.
package solutions_test

import (
	"errors"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/longtest"
	"workbook/grader/report"
	"workbook/grader/verify"
)

func TestExercises(t *testing.T) {
	longtest.Skip(t, "it verifies each exercise in brief")
	c, g := opened(t)
	v := verify.New(c, g, verify.Options{Runs: 1, Processors: []int{2}, Depth: verify.Brief})
	var ids []string
	for _, e := range c.Exercises {
		ids = append(ids, e.ID)
	}
	for ex, err := range v.Exercises(t.Context(), ids, nil) { // one goes on while another is judged
		require.NoError(t, err)
		t.Run(ex.ID, func(t *testing.T) {
			for _, p := range ex.Problems {
				if p.Aspect == "stub" && edited(c.ExerciseDir(ex.ID)) {
					continue // somebody has begun to solve this one
				}
				t.Errorf("%s:%d: %s: %s (%s)", p.File, p.Line, p.Aspect, p.Message, p.Hint)
			}
		})
	}
}

// Every exercise's reference passes at the best isolation there is. That is what everybody's
// `go test ./...` tries; TestExercises has the stubs, the lessons, the hunt and the race stage
// as well.
func TestReferencesPass(t *testing.T) {
	c, g := opened(t)
	req := grader.Request{Race: grader.RaceOff, Alone: report.Schedules} // and no runs on all processors
	for _, ex := range c.Exercises {
		req.Submissions = append(req.Submissions, grader.Submission{Exercise: ex.ID, Dir: c.SolutionDir(ex.ID)})
	}
	got, err := g.Grade(t.Context(), req, nil)
	require.NoError(t, err)
	require.Len(t, got.Exercises, len(c.Exercises))
	for _, ex := range got.Exercises {
		require.Equal(t, report.Pass, ex.Verdict, "%s: %+v", ex.ID, ex)
	}
}

// opened is this course, and a grader of it.
func opened(t *testing.T) (*course.Course, *grader.Grader) {
	t.Helper()
	root, err := filepath.Abs("..")
	require.NoError(t, err)
	c, err := course.Load(root)
	require.NoError(t, err)
	require.NoError(t, c.CheckStubs())
	g, err := grader.New(c, grader.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, g.Close()) })
	return c, g
}

// edited reports whether git knows another version of what is in the folder. Where
// there is no git, nothing counts as edited.
func edited(dir string) bool {
	cmd := exec.Command("git", "diff", "--quiet", "HEAD", "--", ".")
	cmd.Dir = dir
	var exit *exec.ExitError
	return errors.As(cmd.Run(), &exit) && exit.ExitCode() == 1
}
