package report_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/report"
)

// graded is a report of one exercise that a machine has graded.
func graded(id, isolation string, seed uint64) *report.Report {
	e := passed()
	e.ID, e.Isolation, e.Seed = id, isolation, seed
	return &report.Report{Schema: report.Schema, Exercises: []report.Exercise{e}}
}

// Reports of several machines are one, of which each format has all.
func TestMergeLosesNothing(t *testing.T) {
	parts := []*report.Report{graded("01_first", "L3: walls", 7), nil, graded("02_second", "L2: fences", 8), graded("03_third", "L3: walls", 7)}
	all := report.Merge(parts...)
	var exercises []report.Exercise
	for _, p := range parts {
		if p != nil {
			exercises = append(exercises, p.Exercises...)
		}
	}
	require.Equal(t, &report.Report{Schema: report.Schema, Exercises: exercises}, all)

	var b bytes.Buffer
	require.NoError(t, report.WriteJSON(&b, all))
	require.Contains(t, b.String(), "\n  \"isolation\": \"L3: walls | L2: fences\",\n  \"seed\": 0,\n")
	back, err := report.ReadJSON(&b)
	require.NoError(t, err)
	require.Equal(t, all, back)

	for _, f := range report.Formats {
		if !slices.Contains([]string{"text", "json", "junit", "github", "csv", "markdown", "html"}, f.Name) {
			continue // they have no place for it
		}
		var b bytes.Buffer
		require.NoError(t, f.Write(&b, all, report.TextOptions{}))
		for _, want := range []string{"L3: walls", "L2: fences"} {
			require.Contains(t, b.String(), want, f.Name)
		}
	}
	var text bytes.Buffer
	require.NoError(t, report.WriteText(&text, all, report.TextOptions{}))
	require.True(t, strings.HasSuffix(text.String(), "\nisolation: L3: walls; seed 7: 01_first, 03_third\nisolation: L2: fences; seed 8: 02_second\n"), text.String())

	require.Equal(t, &report.Report{Schema: report.Schema, Exercises: []report.Exercise{}}, report.Merge())
}

// What was written before exercises had an isolation and a seed of their own is read.
func TestReadsWhatIsOlder(t *testing.T) {
	const old = `{"schema":"workbook.report/v1","isolation":"L2: fences","seed":9,"exercises":[
		{"id":"a","verdict":"pass","stages":[],"checks":[]},{"id":"b","verdict":"fail","stages":[],"checks":[]}]}`
	r, err := report.ReadJSON(strings.NewReader(old))
	require.NoError(t, err)
	for _, e := range r.Exercises {
		require.Equal(t, "L2: fences", e.Isolation)
		require.EqualValues(t, 9, e.Seed)
	}
	var b bytes.Buffer
	require.NoError(t, report.WriteJSON(&b, r))
	require.Contains(t, b.String(), "\n  \"isolation\": \"L2: fences\",\n  \"seed\": 9,\n", "and its readers find them where they were")
}

func TestFormats(t *testing.T) {
	var names []string
	for _, f := range report.Formats {
		names = append(names, f.Name)
		var b bytes.Buffer
		r := rich()
		if f.Name == "exercism" {
			require.ErrorContains(t, f.Write(&b, r, report.TextOptions{}), "name one exercise")
			r.Exercises = r.Exercises[1:2]
		}
		require.NoError(t, f.Write(&b, r, report.TextOptions{}))
		require.NotEmpty(t, b.String())
	}
	require.Equal(t, []string{"text", "json", "junit", "github", "csv", "markdown", "html",
		"gradescope", "exercism", "moodle", "canvas", "sarif", "tap"}, names)
}
