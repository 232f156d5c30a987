package grader

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/report"
)

// parsed is an exercise of stages, as "read=pass race=fail", and of checks as
// "i:pass:4 o!:fail:0": inside or outside, with ! when it is required, and its points.
func parsed(stages, checks string) report.Exercise {
	ex := report.Exercise{ID: "01_answer"}
	for _, f := range strings.Fields(stages) {
		name, verdict, _ := strings.Cut(f, "=")
		ex.Stages = append(ex.Stages, report.Stage{Name: report.StageName(name), Verdict: report.Verdict(verdict), Message: "at " + name, Line: 1})
	}
	for i, f := range strings.Fields(checks) {
		part := strings.Split(f, ":")
		c := report.Check{Name: "Test" + string(rune('A'+i)), Kind: report.Inside, Verdict: report.Verdict(part[1]), Required: strings.HasSuffix(part[0], "!"), MaxPoints: 4}
		c.Message, c.Line = "at "+c.Name, 2
		if part[0][0] == 'o' {
			c.Kind = report.Outside
		}
		if c.Verdict.Passed() {
			c.Points = 4
		}
		ex.Checks = append(ex.Checks, c)
	}
	return ex
}

func TestJudge(t *testing.T) {
	const built = "read=pass policy=pass compile=pass "
	for name, c := range map[string]struct {
		stages, checks string
		verdict        report.Verdict
		message        string // begins so
		points         int
	}{
		"all passes":                     {built + "outside=pass inside=pass race=pass", "i!:pass o!:pass i:pass", report.Pass, "", 12},
		"nothing is known":               {"", "", report.NotRun, "", 0},
		"nothing is required":            {built, "i:pass", report.NotRun, "", 4},
		"what is not required fails":     {built + "inside=pass race=pass", "i!:pass i:fail", report.Pass, "", 4},
		"one was not run":                {built, "i!:pass i!:not_run", report.NotRun, "", 4},
		"refused":                        {"read=pass policy=refused compile=not_run", "i!:not_run", report.Refused, "at policy", 0},
		"the first of two stages":        {"read=refused policy=refused", "i!:not_run", report.Refused, "at read", 0},
		"does not compile":               {"read=pass policy=not_run compile=compile_error", "i!:not_run", report.CompileError, "at compile", 0},
		"the grader fails before checks": {"read=pass policy=grader_error compile=pass", "i!:not_run", report.GraderError, "at policy", 0},
		"inside before outside":          {built + "outside=fail inside=crash", "o!:fail i!:crash", report.Crash, "at TestB", 0},
		"the first of a kind":            {built, "i!:timeout i!:crash", report.Timeout, "at TestA", 0},
		"a failure before the grader's":  {built, "i!:grader_error o!:memory", report.Memory, "at TestB", 0},
		"the grader's own":               {built, "i!:pass o!:grader_error", report.GraderError, "at TestB", 4},
		"not required, and the grader's": {built, "i!:pass o:grader_error", report.Pass, "", 4},
		"tests do not compile with it":   {built + "outside=compile_error inside=compile_error", "o!:not_run i!:not_run", report.CompileError, "at inside", 0},
		"only the outside ones":          {built + "outside=compile_error inside=pass", "o!:not_run i!:pass", report.CompileError, "at outside", 4},
		"a race":                         {built + "outside=pass inside=pass race=fail", "o!:pass i!:pass", report.Fail, "at race Until this stage passes", 4},
		"a race, and nothing to forfeit": {built + "outside=pass inside=pass race=fail", "o!:pass", report.Fail, "at race", 4},
		"a check before the race":        {built + "outside=fail inside=pass race=fail", "o!:fail i!:pass", report.Fail, "at TestA", 0},
		"the race stage was left out":    {built + "inside=pass race=not_run", "i!:pass", report.Pass, "", 4},
		"the grader fails at races":      {built + "inside=pass race=grader_error", "i!:pass", report.GraderError, "at race", 4},
	} {
		t.Run(name, func(t *testing.T) {
			in := parsed(c.stages, c.checks)
			got := judge(in)
			require.Equal(t, c.verdict, got.Verdict)
			require.True(t, strings.HasPrefix(got.Message, c.message), got.Message)
			require.Equal(t, c.message == "", got.Message == "")
			require.Equal(t, c.points, got.Points)
			require.Equal(t, parsed(c.stages, c.checks), in, "what is judged does not change")
		})
	}
}

func TestAGradersFailureStands(t *testing.T) {
	ex := parsed("read=refused", "i!:fail")
	ex.Verdict, ex.Message = report.GraderError, "no room"
	got := judge(ex)
	require.Equal(t, report.GraderError, got.Verdict)
	require.Equal(t, "no room", got.Message)
}

// Whatever stages and checks say, an exercise passes only with every required check,
// and with nothing that has failed.
func TestNoPassWithoutChecks(t *testing.T) {
	all := []report.Verdict{report.Pass, report.Fail, report.CompileError, report.Refused, report.Timeout, report.Crash, report.Memory, report.NotRun, report.GraderError, "", "great"}
	for _, info := range report.Stages {
		for _, v := range all {
			for _, check := range all {
				ex := report.Exercise{
					Stages: []report.Stage{{Name: info.Name, Verdict: v}},
					Checks: []report.Check{{Kind: report.Inside, Required: true, Verdict: check}},
				}
				want := check == report.Pass && (v == report.Pass || v == report.NotRun)
				require.Equal(t, want, judge(ex).Verdict.Passed(), "%s %q with a check %q", info.Name, v, check)
			}
		}
	}
}

func TestSumUp(t *testing.T) {
	for name, c := range map[string]struct {
		checks  string
		verdict report.Verdict
		message string
	}{
		"all of the kind":        {"i!:pass o!:fail i:pass", report.Pass, ""},
		"one failed":             {"i!:pass i!:crash i!:not_run", report.Crash, "1 of 3 checks passed."},
		"one that is needed not": {"i!:pass i:crash", report.Pass, ""},
		"held back":              {"i:fail i!:not_run", report.NotRun, "0 of 2 checks passed."},
		"none":                   {"o!:fail", report.Pass, ""},
	} {
		checks := parsed("", c.checks).Checks
		before := slices.Clone(checks)
		s := sumUp(report.Inside, checks)
		require.Equal(t, before, checks)
		require.Equal(t, report.Inside, s.Name)
		require.Equal(t, c.verdict, s.Verdict, name)
		require.Equal(t, c.message, s.Message, name)
	}
}
