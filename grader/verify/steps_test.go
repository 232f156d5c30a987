package verify_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/jail"
	"workbook/grader/longtest"
	"workbook/grader/verify"
)

// steps gives the names of the steps in order, and those with problems.
func steps(t *testing.T, more map[string]string) (names []string, bad map[string][]verify.Problem) {
	t.Helper()
	c, err := course.Open(layOut(t, more))
	require.NoError(t, err)
	g, err := grader.New(c, grader.Options{Level: jail.L1}) // what is graded is this test's own
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, g.Close()) })
	v := verify.New(c, g, verify.Options{Runs: 2, Processors: []int{1, 2}, Race: grader.RaceOff, Mutants: "one more"})
	bad = map[string][]verify.Problem{}
	for step, err := range v.Steps(t.Context(), "01_answer", nil) {
		require.NoError(t, err)
		names = append(names, step.Name)
		if len(step.Problems) > 0 {
			bad[step.Name] = step.Problems
		}
	}
	return names, bad
}

const twice = "\n\nfunc Twice(f func()) {\n\tif f != nil {\n\t\tf()\n\t\tf()\n\t}\n}\n"

// The cheapest comes first, and each known-wrong solution has an answer of its own.
func TestSteps(t *testing.T) {
	longtest.Skip(t, "it verifies several exercises")
	names, bad := steps(t, map[string]string{
		"exercises/01_answer/exercise.toml": insideOnly(t, inCourse(t, "exercises/01_answer/exercise.toml", "The answer", "The answer")),
		"solutions/01_answer/answer.go":     shortReference,

		wrong + "fine/answer.go":  "package answer\n\n//workbook:caught-by TestAnswer\n\nfunc Answer() int { return 42 }" + twice,
		wrong + "less/answer.go":  "package answer\n\n//workbook:caught-by TestAnswer\n\nfunc Answer() int { return 41 }" + twice,
		right + "again/answer.go": "package answer\n\nfunc Answer() int { return 6 * 7 }" + twice,
	})
	require.Equal(t, []string{
		"the texts", "the stub", "the reference", "known-wrong fine", "known-wrong less", "the known solutions",
		"the reference, again", "known-right again", "the mutants",
	}, names)
	require.Len(t, bad["known-wrong fine"], 1)
	require.Contains(t, bad["known-wrong fine"][0].Message, "says that TestAnswer catches it, which it did not")
	require.Contains(t, bad, "the texts")
	require.Contains(t, bad, "the known solutions")
	for _, name := range []string{"the reference", "known-wrong less", "the reference, again", "known-right again"} {
		require.NotContains(t, bad, name)
	}
}

// Nothing is asked whose answer would mean nothing.
func TestStepsEnd(t *testing.T) {
	longtest.Skip(t, "it verifies several exercises")
	names, bad := steps(t, map[string]string{"solutions/01_answer/more_test.go": "package answer_test\n\nvar x = gone\n"})
	require.Equal(t, []string{"the texts", "the hidden tests"}, names)
	require.Len(t, bad["the hidden tests"], 1)

	names, bad = steps(t, map[string]string{"solutions/01_answer/answer.go": "package answer\n\nfunc Answer() int { return 41 }" + twice})
	require.Equal(t, []string{"the texts", "the stub", "the reference"}, names)
	require.Len(t, bad["the reference"], 1)

	names, bad = steps(t, map[string]string{"exercises/01_answer/exercise.toml": "title = 1\n"})
	require.Equal(t, []string{"the course"}, names)
	require.Equal(t, "draft", bad["the course"][0].Aspect)
}
