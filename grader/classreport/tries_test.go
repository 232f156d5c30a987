package classreport_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/classreport"
	"workbook/grader/report"
)

// moment is an hour of a day of November.
func moment(day, hour int) time.Time {
	return time.Date(2026, time.November, day, hour, 0, 0, 0, time.UTC)
}

func TestTries(t *testing.T) {
	c := real(t)
	names, checks := wrongs(t, c)
	rows := []classreport.Row{
		row(c, "Ada", "../"), row(c, "Bob", "wrong/"+names[0], checks[0]), row(c, "Cyd", ""),
	}
	try := func(student string, at time.Time, v report.Verdict) classreport.Try {
		return classreport.Try{Student: student, Exercise: "02_spawned", At: at, Verdict: v}
	}
	other := try("Ada", moment(1, 1), report.Pass)
	other.Exercise = "01_echo"
	class, err := classreport.Build(c, rows, classreport.History{Times: "They are the test's.", Tries: []classreport.Try{
		try("Ada", moment(21, 9), report.Pass), // not in the order of time
		try("Ada", moment(19, 9), report.Fail),
		try("Ada", moment(19, 23), report.Crash),
		try("Ada", moment(22, 9), report.Fail),
		try("Bob", moment(19, 9), report.Fail),
		try("Bob", moment(20, 9), report.GraderError), // no fault, and no try, of Bob's
		try("Bob", moment(20, 9), ""),
		try("Eve", moment(1, 1), report.Pass), // who is not in this class
		other,
	}})
	require.NoError(t, err)
	require.Equal(t, []classreport.Tried{
		{Name: "Ada", Cells: []classreport.Attempts{{Count: 4, Needed: 3, Passed: moment(21, 9)}}},
		{Name: "Bob", Cells: []classreport.Attempts{{Count: 1}}},
		{Name: "Cyd", Cells: []classreport.Attempts{{}}},
	}, class.Tries.Students)
	ex := class.Exercises[0]
	require.Equal(t, "Those who passed needed a median of 3 and at most 3.", ex.Needed)
	require.Equal(t, "5 tries, 1 passed. The most at once: 3, 2026-11-19.", ex.Chart.Label)
	var bars [][2]int
	for _, b := range ex.Chart.Bars {
		bars = append(bars, [2]int{b.Tries, b.Passed})
	}
	require.Equal(t, [][2]int{{3, 0}, {0, 0}, {1, 1}, {1, 0}}, bars)

	var b strings.Builder
	require.NoError(t, class.WriteHTML(&b))
	page := b.String()
	require.Contains(t, page, `aria-label="5 tries, 1 passed. The most at once: 3, 2026-11-19."`)
	require.Contains(t, page, "<title>2026-11-21: 1 tried, 1 passed</title>")
	require.Contains(t, page, `title="passed at try 3, 2026-11-21 09:00 UTC"`)
	require.Contains(t, page, "They are the test&#39;s.")
	require.NotContains(t, page, "No times are known")
	require.NotContains(t, page, "ZgotmplZ", "everything stands where it may")
}

// Bars stay on the paper, and are as high as they are many, over a day and over a year.
func TestChart(t *testing.T) {
	c := real(t)
	for _, days := range []int{1, 2, 59, 61, 366} {
		var h classreport.History
		for d := range days {
			for range 1 + d%5 {
				h.Tries = append(h.Tries, classreport.Try{Student: "Ada", Exercise: "02_spawned", At: moment(1+d, 12), Verdict: report.Fail})
			}
		}
		class, err := classreport.Build(c, []classreport.Row{row(c, "Ada", "")}, h)
		require.NoError(t, err)
		chart := class.Exercises[0].Chart
		require.LessOrEqual(t, len(chart.Bars), 61)
		all, end := 0, 0.0
		for _, b := range chart.Bars {
			all += b.Tries
			require.GreaterOrEqual(t, b.X, end, "bars do not lie on each other")
			end = b.X + b.Width
			require.InDelta(t, float64(b.Tries)/float64(chart.Most), b.Height/float64(chart.Base-14), 1e-9)
			require.InDelta(t, float64(chart.Base), b.Y+b.Height, 1e-9)
			require.GreaterOrEqual(t, b.Y, 14.0)
		}
		require.LessOrEqual(t, end, float64(chart.Width))
		require.Equal(t, len(h.Tries), all)
	}
}

func TestNoTimes(t *testing.T) {
	c := real(t)
	class, err := classreport.Build(c, []classreport.Row{row(c, "Ada", "../")}, classreport.History{Times: "They are nobody's."})
	require.NoError(t, err)
	require.Nil(t, class.Tries)
	var b strings.Builder
	require.NoError(t, class.WriteHTML(&b))
	require.Contains(t, b.String(), "No times are known of what was handed in")
	require.NotContains(t, b.String(), "They are nobody")
	require.NotContains(t, b.String(), "<svg")
}
