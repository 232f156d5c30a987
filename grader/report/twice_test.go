package report_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/report"
)

// What there is to say is said once, however many checks say it.
func TestNothingIsSaidTwice(t *testing.T) {
	const message = "A was never accepted. Echo waits in io.Copy at exercises/02_spawned/echo.go:14."
	failed := func(name, message string, line int) report.Check {
		return report.Check{
			Name: name, Title: "The title of " + name, Kind: "inside", Verdict: report.Fail, MaxPoints: 10, Required: true,
			Message: message, File: "exercises/02_spawned/echo.go", Line: line, Sent: `"hi"`, Got: "nothing", Expected: `"hi"`,
		}
	}
	r := &report.Report{Schema: report.Schema, Exercises: []report.Exercise{{
		ID: "02_spawned", Title: "A title", Verdict: report.Fail, MaxPoints: 50,
		Message: message, File: "exercises/02_spawned/echo.go", Line: 14,
		Checks: []report.Check{
			failed("TestOne", message, 14),
			failed("TestTwo", message, 14),
			failed("TestThree", "Something else.", 1),
			failed("TestFour", message, 14),
			failed("TestFive", "It waits at exercises/02_spawned/echo.go:14.", 1),
		},
	}}}
	var b bytes.Buffer
	require.NoError(t, report.WriteText(&b, r, report.TextOptions{}))
	out := b.String()
	require.Equal(t, 1, strings.Count(out, message), out)
	require.Equal(t, 1, strings.Count(out, "also: 2 more checks, below, for the same reason"), out)
	require.Equal(t, 2, strings.Count(out, "echo.go:14"), "the place that the sentence names has no line of its own\n"+out)
	require.Equal(t, 2, strings.Count(out, "      exercises/02_spawned/echo.go:1\n"), "line 1 is not in line 14\n"+out)
	require.Equal(t, 3, strings.Count(out, `"hi"`), "what was sent is what is expected\n"+out)
	for _, c := range r.Exercises[0].Checks {
		require.Contains(t, out, c.Title+" ("+c.Name+")")
	}
}

// A refusal that names its file does not stand behind the file's name as well.
func TestPlaceOfAProblemIsSaidOnce(t *testing.T) {
	const dir, file = "exercises/02_spawned", "exercises/02_spawned/echo.go"
	r := &report.Report{Schema: report.Schema, Exercises: []report.Exercise{{
		ID: "02_spawned", Verdict: report.Refused, MaxPoints: 50,
		Problems: []report.Problem{
			{File: dir, Message: "There is no Go file to grade in " + dir + "."},
			{File: file, Line: 3, Message: "undefined: conn"},
		},
	}}}
	var b bytes.Buffer
	require.NoError(t, report.WriteText(&b, r, report.TextOptions{}))
	require.Contains(t, b.String(), "      There is no Go file to grade in "+dir+".\n")
	require.Contains(t, b.String(), "      "+file+":3: undefined: conn\n")
}
