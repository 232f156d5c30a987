package progress

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/report"
)

func TestRenames(t *testing.T) {
	pass := Entry{Attempts: 1, LastVerdict: report.Pass, LastAttempt: day, FirstPassed: day, LastPassed: day, Points: 10}
	fail := Entry{Attempts: 2, LastVerdict: report.Fail, LastAttempt: day.Add(-1)}
	for name, c := range map[string]struct {
		have    map[string]Entry
		ids     []string
		aliases map[string]string
		want    map[string]Entry
	}{
		"nothing changed": {
			have: map[string]Entry{"05_join": pass}, ids: []string{"05_join", "06_x"},
			want: map[string]Entry{"05_join": pass},
		},
		"a new number": {
			have: map[string]Entry{"05_join": pass}, ids: []string{"06_join"},
			want: map[string]Entry{"06_join": pass},
		},
		"numbers that moved up together": {
			have: map[string]Entry{"05_a": pass, "06_b": fail}, ids: []string{"05_new", "06_a", "07_b"},
			want: map[string]Entry{"06_a": pass, "07_b": fail},
		},
		"two candidates for the place": {
			have: map[string]Entry{"05_join": pass}, ids: []string{"06_join", "07_join"},
			want: map[string]Entry{"05_join": pass},
		},
		"two candidates for the entry": {
			have: map[string]Entry{"04_join": fail, "05_join": pass}, ids: []string{"06_join"},
			want: map[string]Entry{"04_join": fail, "05_join": pass},
		},
		"the place is taken": {
			have: map[string]Entry{"05_join": pass, "06_join": fail}, ids: []string{"06_join"},
			want: map[string]Entry{"05_join": pass, "06_join": fail},
		},
		"the exercise is still there": {
			have: map[string]Entry{"05_join": pass}, ids: []string{"05_join", "06_join"},
			want: map[string]Entry{"05_join": pass},
		},
		"no number": {
			have: map[string]Entry{"join": pass, "a_join": fail}, ids: []string{"06_join"},
			want: map[string]Entry{"join": pass, "a_join": fail},
		},
		"an alias": {
			have: map[string]Entry{"05_join": pass}, ids: []string{"05_handle"}, aliases: map[string]string{"05_join": "05_handle"},
			want: map[string]Entry{"05_handle": pass},
		},
		"aliases in a row": {
			have: map[string]Entry{"c": pass}, ids: []string{"a"}, aliases: map[string]string{"c": "b", "b": "a"},
			want: map[string]Entry{"a": pass},
		},
		"aliases in a circle": {
			have: map[string]Entry{"a": pass}, ids: []string{"x"}, aliases: map[string]string{"a": "b", "b": "a"},
			want: map[string]Entry{"a": pass},
		},
		"an alias onto an entry": {
			have: map[string]Entry{"old": pass, "new": fail}, ids: []string{"new"}, aliases: map[string]string{"old": "new"},
			want: map[string]Entry{"new": mergeEntry(pass, fail)},
		},
		"an alias of an exercise that is there": {
			have: map[string]Entry{"a": pass}, ids: []string{"a", "b"}, aliases: map[string]string{"a": "b"},
			want: map[string]Entry{"a": pass},
		},
		"unknown ids are kept": {
			have: map[string]Entry{"99_gone": pass}, ids: []string{"01_a"},
			want: map[string]Entry{"99_gone": pass},
		},
		"no course": {
			have: map[string]Entry{"05_join": pass},
			want: map[string]Entry{"05_join": pass},
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := renames{ids: c.ids, aliases: c.aliases}.apply(Progress{Version: 1, Exercises: c.have})
			require.Equal(t, c.want, p.Exercises)
		})
	}
}

// The file follows with the next save, and a course that goes back finds its
// progress again.
func TestAdopt(t *testing.T) {
	root := t.TempDir()
	s := open(t, root)
	require.NoError(t, s.Record("05_join", Attempt{Verdict: report.Pass}))

	s = open(t, root)
	s.Adopt([]string{"06_join", "07_other"}, nil)
	require.Equal(t, Passed, s.State("06_join"))
	require.Equal(t, Untouched, s.State("05_join"))
	require.Equal(t, Passed, open(t, root).State("05_join"), "reading does not write")
	require.NoError(t, s.Record("07_other", Attempt{Verdict: report.Fail}))
	require.Equal(t, Passed, open(t, root).State("06_join"))
	require.NoError(t, s.Reload())
	require.Equal(t, Passed, s.State("06_join"))

	s = open(t, root)
	s.Adopt([]string{"05_join", "07_other"}, nil)
	require.Equal(t, Passed, s.State("05_join"))
	require.NoError(t, s.Record("05_join", Attempt{Verdict: report.Fail}))
	require.Equal(t, Regressed, open(t, root).State("05_join"))
}
