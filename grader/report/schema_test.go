package report_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/report"
)

// The documentation lists exactly the fields that are written, at their depth and
// in their order, and marks those that may be missing.
func TestSchemaIsDocumented(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	_, rest, ok := strings.Cut(string(doc), "//\tschema ")
	require.True(t, ok, "the list of fields is missing")
	rest, _, ok = strings.Cut("//\tschema "+rest, "// A verdict is one of")
	require.True(t, ok, "the end of the list of fields is missing")

	var documented []string
	for _, l := range strings.Split(rest, "\n") {
		l, ok := strings.CutPrefix(l, "//\t")
		if !ok || strings.TrimSpace(l) == "" {
			continue
		}
		name := strings.TrimLeft(l, " ")
		depth := len(l) - len(name)
		f := strings.Fields(name)
		field := strings.Repeat(" ", depth) + f[0]
		if len(f) > 1 && f[1] == "?" {
			field += " ?"
		}
		documented = append(documented, field)
	}
	require.Equal(t, fields(reflect.TypeFor[report.Document](), 0), documented)
}

func fields(t reflect.Type, depth int) []string {
	var out []string
	for f := range t.Fields() {
		name, omit, _ := strings.Cut(f.Tag.Get("json"), ",")
		l := strings.Repeat(" ", depth) + name
		if omit == "omitempty" || omit == "omitzero" {
			l += " ?"
		}
		out = append(out, l)
		if f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct {
			out = append(out, fields(f.Type.Elem(), depth+2)...)
		}
	}
	return out
}

func TestEveryVerdictIsDocumented(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	for _, v := range verdicts {
		require.Contains(t, string(doc), "//\t"+string(v)+" ", "the package documentation explains it")
		require.True(t, v.Known())
		require.NotEqual(t, report.Verdict("").Word(), v.Word())
	}
}

var verdicts = []report.Verdict{
	report.Pass, report.Fail, report.CompileError, report.Refused, report.Timeout,
	report.Crash, report.Memory, report.NotRun, report.GraderError,
}

func TestJSONRoundTrip(t *testing.T) {
	var first, second bytes.Buffer
	require.NoError(t, report.WriteJSON(&first, rich()))
	require.True(t, strings.HasSuffix(first.String(), "}\n"))
	back, err := report.ReadJSON(bytes.NewReader(first.Bytes()))
	require.NoError(t, err)
	require.Equal(t, rich(), back)
	require.NoError(t, report.WriteJSON(&second, back))
	require.Equal(t, first.String(), second.String())
}

// Exercises are written one by one, and stand as if all had been encoded at once.
func TestJSONIsIndentedAsAWhole(t *testing.T) {
	many := &report.Report{Exercises: append(rich().Exercises, rich().Exercises...)}
	for _, r := range []*report.Report{nil, {}, {Exercises: many.Exercises[:1]}, many} {
		var b, whole bytes.Buffer
		require.NoError(t, report.WriteJSON(&b, r))
		require.NoError(t, json.Indent(&whole, b.Bytes(), "", "  "))
		require.Equal(t, whole.String(), b.String())
	}
}

type full struct{ left int }

func (f *full) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, errors.New("no space left")
	}
	return len(b), nil
}

func TestJSONOnAFullDisk(t *testing.T) {
	require.ErrorContains(t, report.WriteJSON(&full{100}, rich()), "writing the report as JSON: no space left")
}

func TestJSONListsAreNeverNull(t *testing.T) {
	for name, r := range map[string]*report.Report{
		"nil":      nil,
		"empty":    {},
		"exercise": {Exercises: []report.Exercise{{ID: "x"}}},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			require.NoError(t, report.WriteJSON(&b, r))
			require.NotContains(t, b.String(), "null")
			require.Contains(t, b.String(), `"schema": "workbook.report/v1"`)
			require.Contains(t, b.String(), `"exercises": [`)
		})
	}
}

func TestJSONHidesControlCharactersAndKeepsThem(t *testing.T) {
	in := "\x1b[2J\u009b31m\u202eabc\u007f\n"
	r := &report.Report{Exercises: []report.Exercise{{Verdict: report.Fail, Message: in}}}
	var b bytes.Buffer
	require.NoError(t, report.WriteJSON(&b, r))
	requireNoControls(t, b.String())
	var back report.Report
	require.NoError(t, json.Unmarshal(b.Bytes(), &back))
	require.Equal(t, in, back.Exercises[0].Message)
}

func TestReadJSONRefuses(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"nothing":       {"", "EOF"},
		"not JSON":      {"ok\n", "invalid character"},
		"other schema":  {`{"schema":"workbook.report/v2","exercises":[]}`, "workbook.report/v2"},
		"other verdict": {`{"schema":"workbook.report/v1","exercises":[{"id":"a","verdict":"great"}]}`, `"great" is no verdict`},
		"other check":   {`{"schema":"workbook.report/v1","exercises":[{"id":"a","verdict":"pass","checks":[{"name":"T","verdict":""}]}]}`, `check "T"`},
		"other stage":   {`{"schema":"workbook.report/v1","exercises":[{"id":"a","verdict":"pass","stages":[{"name":"race","verdict":"x"}]}]}`, `stage "race"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := report.ReadJSON(strings.NewReader(c.in))
			require.ErrorContains(t, err, c.want)
		})
	}
}
