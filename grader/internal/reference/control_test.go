package reference_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
	"workbook/grader/internal/reference"
	"workbook/grader/internal/trial"
	"workbook/grader/report"
)

// A said outcome is what a run has to say, and "?" after it that it is not sure of it.
func said(s string) (report.Check, bool) {
	unsure := s[len(s)-1] == '?'
	if unsure {
		s = s[:len(s)-1]
	}
	return report.Check{Verdict: report.Verdict(s), Message: "said " + s}, unsure
}

// TestWithoutReference has a student release, in which a failure that is not certain is
// tried again alone and then stands.
func TestWithoutReference(t *testing.T) {
	for name, c := range map[string]struct {
		runs    []string
		want    report.Verdict
		message string
		quiet   int
	}{
		"a pass":       {[]string{"pass"}, report.Pass, "said pass", 0},
		"certain":      {[]string{"fail"}, report.Fail, "said fail", 0},
		"better alone": {[]string{"timeout?", "pass"}, report.Pass, "said pass", 1},
		"worse alone":  {[]string{"timeout?", "fail"}, report.Fail, "said fail", 1},
		"never sure":   {[]string{"timeout?", "timeout?", "timeout?"}, report.Timeout, "no reference solution here to compare with", 1},
	} {
		t.Run(name, func(t *testing.T) {
			runs, quiet := c.runs, 0
			control := reference.Control{
				Run: func(context.Context, course.Check, trial.Program, trial.Try) (report.Check, bool) {
					now := runs[0]
					runs = runs[1:]
					return said(now)
				},
			}
			out := control.Check(t.Context(), course.Check{Name: "TestA"}, trial.Program{}, trial.Try{}, func() { quiet++ })
			require.Equal(t, c.want, out.Verdict)
			require.Contains(t, out.Message, c.message)
			require.Empty(t, runs)
			require.Equal(t, c.quiet, quiet)
		})
	}
}

func TestControl(t *testing.T) {
	for name, c := range map[string]struct {
		submission, reference []string // one a run
		want                  report.Verdict
		message               string
		quiet                 int
	}{
		"a pass":                      {[]string{"pass"}, nil, report.Pass, "said pass", 0},
		"certain":                     {[]string{"fail"}, nil, report.Fail, "said fail", 0},
		"the reference has the time":  {[]string{"timeout?"}, []string{"pass"}, report.Timeout, "said timeout", 0},
		"better alone":                {[]string{"timeout?", "pass"}, []string{"timeout?"}, report.Pass, "said pass", 1},
		"worse alone":                 {[]string{"timeout?", "fail"}, []string{"timeout?"}, report.Fail, "said fail", 1},
		"the reference better alone":  {[]string{"timeout?", "timeout?"}, []string{"timeout?", "pass"}, report.Timeout, "said timeout", 1},
		"too busy":                    {[]string{"timeout?", "timeout?", "timeout?"}, []string{"timeout?", "timeout?", "timeout?"}, report.GraderError, "too busy to tell", 1},
		"the check is broken":         {[]string{"timeout?", "timeout?", "timeout?"}, []string{"fail", "fail", "fail"}, report.GraderError, "the reference solution fails it as well", 1},
		"it complains, and is wrong":  {[]string{"grader_error?"}, []string{"pass"}, report.Fail, "What it said of itself: said grader_error", 0},
		"it complains, and is right":  {[]string{"grader_error?", "grader_error?", "grader_error?"}, []string{"grader_error?", "grader_error?", "grader_error?"}, report.GraderError, "said grader_error", 1},
		"nobody can build the other":  {[]string{"timeout?", "timeout?", "timeout?"}, []string{"", "", ""}, report.GraderError, "could not build the reference solution", 1},
		"and then somebody builds it": {[]string{"timeout?", "timeout?"}, []string{"", "pass"}, report.Timeout, "said timeout", 1},
	} {
		t.Run(name, func(t *testing.T) {
			next := map[string][]string{"theirs": c.submission, "ours": c.reference}
			control := reference.Control{
				Run: func(_ context.Context, _ course.Check, p trial.Program, try trial.Try) (report.Check, bool) {
					require.Equal(t, trial.Try{Seed: 7}, try)
					require.Equal(t, "referee", p.Referee)
					require.True(t, p.Race)
					require.NotEmpty(t, next[p.Path], "%s runs once more", p.Path)
					s := next[p.Path][0]
					next[p.Path] = next[p.Path][1:]
					return said(s)
				},
				Reference: func(_ context.Context, kind report.StageName, race bool) (string, error) {
					require.Equal(t, report.Inside, kind)
					require.True(t, race)
					if next["ours"][0] == "" {
						next["ours"] = next["ours"][1:]
						return "", errors.New("no room")
					}
					return "ours", nil
				},
			}
			quiet := 0
			out := control.Check(t.Context(), course.Check{Name: "TestA", Kind: report.Inside},
				trial.Program{Path: "theirs", Referee: "referee", Race: true}, trial.Try{Seed: 7}, func() { quiet++ })
			require.Equal(t, c.want, out.Verdict)
			require.Contains(t, out.Message, c.message)
			require.Equal(t, c.quiet, quiet)
			require.Empty(t, next["theirs"])
			require.Empty(t, next["ours"])
		})
	}
}

// The checks that follow do not find out again that the machine is too busy.
func TestBusyIsFoundOutOnce(t *testing.T) {
	runs := 0
	control := reference.Control{
		Run: func(context.Context, course.Check, trial.Program, trial.Try) (report.Check, bool) {
			runs++
			return said("timeout?")
		},
		Reference: func(context.Context, report.StageName, bool) (string, error) { return "ours", nil },
	}
	for _, want := range []int{6, 8, 10} {
		out := control.Check(t.Context(), course.Check{Name: "TestA"}, trial.Program{}, trial.Try{}, func() {})
		require.Equal(t, report.GraderError, out.Verdict)
		require.Equal(t, want, runs)
	}
}
