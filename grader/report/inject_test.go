package report_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/report"
)

// filled is a report in which every string of an exercise is s.
func filled(s string, v report.Verdict) *report.Report {
	e := report.Exercise{
		ID: s, Title: s, Verdict: v, Isolation: s, Message: s, File: s, Line: 3,
		Problems: []report.Problem{{File: s, Line: 1, Column: 2, Message: s, Rule: s, Hint: s}},
		Checks: []report.Check{
			{Name: s, Title: s, Kind: report.StageName(s), Verdict: report.Fail, Message: s, File: s, Line: 1, Sent: s, Got: s, Expected: s, Output: s},
			{Name: s, Title: s, Kind: report.StageName(s), Verdict: report.NotRun, Message: s},
			{Name: s, Kind: report.StageName(s), Verdict: report.Verdict(s), Required: true},
		},
	}
	for _, info := range append(report.Stages, report.StageInfo{Name: report.StageName(s)}) {
		e.Stages = append(e.Stages, report.Stage{Name: info.Name, Verdict: report.Fail, Message: s, File: s, Line: 9, Output: s})
	}
	return &report.Report{Exercises: []report.Exercise{e}}
}

// commandLine is a workflow command as WriteGitHub writes it: no parameter and no
// message can hold a character that would end it early.
var commandLine = regexp.MustCompile(`^::(error|warning|notice) (file=[^:,\n\r]*,)?(line=[0-9]+,)?(col=[0-9]+,)?title=[^:,\n\r]*::[^\n\r]*$`)

// requireOurCommands fails unless every line is a command of ours or the line that
// counts. A runner obeys lines that begin with "::" after blanks, and "##[" or
// "##vso[" anywhere.
func requireOurCommands(t testing.TB, out string, want int) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if len(lines) != want+1 {
		t.Fatalf("%d lines, not %d commands and the count:\n%s", len(lines), want, out)
	}
	for _, l := range lines[:want] {
		if !commandLine.MatchString(l) {
			t.Fatalf("not a command of ours: %q", l)
		}
	}
	if !strings.HasPrefix(lines[want], "workbook: ") {
		t.Fatalf("the last line is %q", lines[want])
	}
	requireNoLegacyCommands(t, out)
}

func requireNoLegacyCommands(t testing.TB, out string) {
	t.Helper()
	for _, c := range []string{"##[", "##vso[", "##teamcity["} {
		if strings.Contains(out, c) {
			t.Fatalf("%s in %q", c, out)
		}
	}
}

func TestGitHubInjection(t *testing.T) {
	for _, s := range hostile {
		var b bytes.Buffer
		require.NoError(t, report.WriteGitHub(&b, filled(s, report.Fail)))
		requireNoControls(t, b.String())
		requireOurCommands(t, b.String(), strings.Count(b.String(), "\n")-1)
	}
}

// What is escaped comes back as it was, so a reader of the annotation loses nothing.
func TestGitHubEscapes(t *testing.T) {
	r := &report.Report{Exercises: []report.Exercise{{ID: "a,b:c%", Verdict: report.Crash,
		Message: "50%: a,b\n::error::x", File: "x,line=1:y%.go", Line: 7}}}
	var b bytes.Buffer
	require.NoError(t, report.WriteGitHub(&b, r))
	require.Equal(t, "::error file=x%2Cline=1%3Ay%25.go,line=7,title=a%2Cb%3Ac%25%3A crashed::50%25: a,b%0A::error::x\n"+
		"workbook: 0 of 1 exercise passed, 0 of 0 points\n", b.String())
}

func TestGitHubShowsNoOutput(t *testing.T) {
	r := rich()
	for i := range r.Exercises {
		for j := range r.Exercises[i].Stages {
			r.Exercises[i].Stages[j].Output = "PRINTED"
		}
		for j := range r.Exercises[i].Checks {
			r.Exercises[i].Checks[j].Output = "PRINTED"
		}
	}
	var b bytes.Buffer
	require.NoError(t, report.WriteGitHub(&b, r))
	require.NotContains(t, b.String(), "PRINTED")
}

func TestTextInjection(t *testing.T) {
	for _, s := range hostile {
		for _, opt := range []report.TextOptions{{}, {Width: 40, Verbose: true}} {
			var b bytes.Buffer
			require.NoError(t, report.WriteText(&b, filled(s, report.Fail), opt))
			requireNoControls(t, b.String())
			requireNoLegacyCommands(t, b.String())
			for l := range strings.Lines(b.String()) {
				require.False(t, strings.HasPrefix(strings.TrimSpace(l), "::"), "%q begins a command", l)
			}
		}
	}
}

func TestTextColorsAreOurs(t *testing.T) {
	ours := regexp.MustCompile("\x1b\\[[0-9;]+m")
	for _, s := range hostile {
		var b bytes.Buffer
		require.NoError(t, report.WriteText(&b, filled(s, report.Fail), report.TextOptions{Color: true}))
		requireNoControls(t, ours.ReplaceAllString(b.String(), ""))
	}
}

// Every format stays readable and small whatever a submission prints.
func TestOutputIsBounded(t *testing.T) {
	huge := strings.Repeat(strings.Repeat("x", 5000)+"\n", 1000) // 5 MB
	r := rich()
	r.Exercises = r.Exercises[1:2]
	c := &r.Exercises[0].Checks[1]
	c.Output, c.Message, c.Got = huge, huge, strings.Repeat("y\n", 100_000)
	var txt, junit, github bytes.Buffer
	require.NoError(t, report.WriteText(&txt, r, report.TextOptions{Verbose: true}))
	require.Contains(t, txt.String(), "… 800 lines left out …")
	require.Contains(t, txt.String(), "… (")
	require.Less(t, txt.Len(), 1<<20)
	require.Less(t, strings.Count(txt.String(), "y\n"), 50, "a value has a few lines at most")
	require.NoError(t, report.WriteJUnit(&junit, r))
	require.Contains(t, junit.String(), "… 800 lines left out …")
	require.Less(t, junit.Len(), 1<<20)
	require.NoError(t, report.WriteGitHub(&github, r))
	require.Less(t, github.Len(), 1<<14)
}

func FuzzWriters(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, "fail")
	}
	f.Add("x", "pass")
	f.Add("x", "")
	f.Fuzz(func(t *testing.T, s, v string) {
		r := filled(s, report.Verdict(v))
		var txt, js, junit, github bytes.Buffer
		if err := errors.Join(
			report.WriteText(&txt, r, report.TextOptions{Width: len(s) % 100, Verbose: true}),
			report.WriteJSON(&js, r), report.WriteJUnit(&junit, r), report.WriteGitHub(&github, r)); err != nil {
			t.Fatal(err)
		}
		requireNoControls(t, txt.String())
		requireNoControls(t, js.String())
		requireNoControls(t, github.String())
		requireOurCommands(t, github.String(), strings.Count(github.String(), "\n")-1)
		if err := checkJUnit(junit.Bytes()); err != nil {
			t.Fatalf("%v in\n%s", err, junit.String())
		}
		requireOnlyOurMarkup(t, junit.Bytes())
	})
}

// requireOnlyOurMarkup fails when the document has more testcases than the report:
// eight stages at most, three checks, and the verdict.
func requireOnlyOurMarkup(t testing.TB, doc []byte) {
	t.Helper()
	var d struct {
		Suites []struct {
			Cases []struct{} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(doc, &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Suites) != 1 || len(d.Suites[0].Cases) > 12 {
		t.Fatalf("more than was written:\n%s", doc)
	}
}

// A full disk is an error, not a short report.
func TestWritersReportErrors(t *testing.T) {
	full := errors.New("no space left")
	w := writerFunc(func([]byte) (int, error) { return 0, full })
	for _, f := range report.Formats {
		r := rich()
		r.Exercises = r.Exercises[:1]
		require.ErrorIs(t, f.Write(w, r, report.TextOptions{}), full, f.Name)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func TestWritersLeaveTheReportAlone(t *testing.T) {
	r := rich()
	for _, f := range report.Formats {
		if f.Name != "exercism" { // which is about one exercise
			require.NoError(t, f.Write(io.Discard, r, report.TextOptions{Color: true, Width: 30}), f.Name)
		}
	}
	require.Equal(t, rich(), r)
}
