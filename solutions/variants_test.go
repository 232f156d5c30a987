package solutions_test

import (
	"errors"
	"flag"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// runs is how often each check is run with each known-right solution:
//
//	go test ./solutions -run TestKnownRight -runs 100 -timeout 0
var runs = flag.Int("runs", 1, "how often each check is run with each known-right solution")

func loadCourse(t *testing.T) (*course.Course, *grader.Grader) {
	t.Helper()
	root, err := filepath.Abs("..")
	require.NoError(t, err)
	c, err := course.Load(root)
	require.NoError(t, err)
	g, err := grader.New(c, grader.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, g.Close()) })
	return c, g
}

func grade(t *testing.T, g *grader.Grader, runs int, id, dir string) report.Exercise {
	t.Helper()
	rep, err := g.Grade(t.Context(), grader.Request{
		Submissions: []grader.Submission{{Exercise: id, Dir: dir}}, Runs: runs,
	}, nil)
	require.NoError(t, err)
	require.Len(t, rep.Exercises, 1)
	t.Logf("seed %d", rep.Seed)
	return rep.Exercises[0]
}

// explain lists what went wrong, for the log of a failed test.
func explain(ex report.Exercise) string {
	s := string(ex.Verdict) + ": " + ex.Message
	for _, c := range ex.Checks {
		if !c.Verdict.Passed() {
			s += "\n" + c.Name + ": " + string(c.Verdict) + ": " + c.Message + "\n" + c.Output
		}
	}
	return s
}

func TestReferencesPass(t *testing.T) {
	c, g := loadCourse(t)
	for _, e := range c.Exercises {
		t.Run(e.ID, func(t *testing.T) {
			ex := grade(t, g, 1, e.ID, c.SolutionDir(e.ID))
			require.Equal(t, report.Pass, ex.Verdict, explain(ex))
			require.Equal(t, ex.MaxPoints, ex.Points)
		})
	}
}

func TestStubsFailWithASentence(t *testing.T) {
	c, g := loadCourse(t)
	for _, e := range c.Exercises {
		t.Run(e.ID, func(t *testing.T) {
			if edited(c.ExerciseDir(e.ID)) {
				t.Skip("somebody has begun to solve this one")
			}
			ex := grade(t, g, 1, e.ID, "")
			require.Equal(t, report.Fail, ex.Verdict, explain(ex))
			require.NotEmpty(t, ex.Message)
			require.Zero(t, ex.Points, "a stub earns nothing: %s", explain(ex))
		})
	}
}

// edited reports whether git knows another version of what is in the folder. Where
// there is no git, nothing counts as edited.
func edited(dir string) bool {
	cmd := exec.Command("git", "diff", "--quiet", "HEAD", "--", ".")
	cmd.Dir = dir
	var exit *exec.ExitError
	return errors.As(cmd.Run(), &exit) && exit.ExitCode() == 1
}

func TestKnownRightSolutionsPass(t *testing.T) {
	c, g := loadCourse(t)
	forVariants(t, c, true, func(t *testing.T, id string, v course.Variant) {
		ex := grade(t, g, *runs, id, v.Dir)
		require.Equal(t, report.Pass, ex.Verdict, explain(ex))
	})
}

func TestKnownWrongSolutionsAreCaughtByWhatTheyName(t *testing.T) {
	c, g := loadCourse(t)
	forVariants(t, c, false, func(t *testing.T, id string, v course.Variant) {
		ex := grade(t, g, 1, id, v.Dir)
		require.NotEqual(t, report.Pass, ex.Verdict)
		require.NotEqual(t, report.GraderError, ex.Verdict, explain(ex))
		require.NotEmpty(t, ex.Message)
		require.NotEmpty(t, v.CaughtBy)
		for _, name := range v.CaughtBy {
			require.True(t, caught(ex, name), "%s did not catch it; what happened is\n%s", name, explain(ex))
		}
	})
}

// TestEveryCheckCatchesSomething: a check that no known-wrong solution fails has
// not shown that it can fail.
func TestEveryCheckCatchesSomething(t *testing.T) {
	c, _ := loadCourse(t)
	for _, e := range c.Exercises {
		variants, err := c.SolutionVariants(e.ID)
		require.NoError(t, err)
		named := map[string]bool{}
		for _, v := range variants {
			for _, name := range v.CaughtBy {
				named[name] = true
			}
		}
		for _, check := range e.Checks {
			require.True(t, named[check.Name], "%s: no known-wrong solution is caught by %s", e.ID, check.Name)
		}
	}
}

func forVariants(t *testing.T, c *course.Course, right bool, f func(*testing.T, string, course.Variant)) {
	for _, e := range c.Exercises {
		t.Run(e.ID, func(t *testing.T) {
			variants, err := c.SolutionVariants(e.ID)
			require.NoError(t, err)
			count := 0
			for _, v := range variants {
				if v.Right == right {
					count++
					t.Run(v.Name, func(t *testing.T) {
						t.Parallel()
						f(t, e.ID, v)
					})
				}
			}
			require.GreaterOrEqual(t, count, map[bool]int{true: 3, false: 6}[right])
		})
	}
}

// caught reports whether the check, or the stage of that name, saw the mistake.
func caught(ex report.Exercise, name string) bool {
	for _, c := range ex.Checks {
		if c.Name == name {
			return c.Verdict.Failed()
		}
	}
	for _, s := range ex.Stages {
		if string(s.Name) == name {
			return s.Verdict.Failed()
		}
	}
	return false
}
