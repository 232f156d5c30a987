package tui

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/report"
)

// tried is progress in the exercise that the screens of tests open, with a try of each
// number of points; below 0 it did not compile.
func tried(points ...int) func(*Config) {
	return func(c *Config) {
		var e progress.Entry
		for _, n := range points {
			a := progress.Attempt{At: fake.SavedAt, Verdict: report.Fail, Points: n}
			if n < 0 {
				a.Verdict, a.Points = report.CompileError, 0
			}
			e = e.With(a)
		}
		c.Progress.(*fake.Progress).Progress.Exercises["02_spawned"] = e
	}
}

func TestTheHistoryIsTold(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*Config)
		has    string
	}{
		"up":               {tried(3, 6, -1, 6, 9), "5th try · 3 → 6 → 9  ▂▄▁▄▆"},
		"all the same":     {tried(6, 6), "2nd try   "},
		"many":             {tried(1, 2, 3, 4, 5, 6), "6th try · … → 2 → 3 → 4 → 5 → 6  ▁▂▂▃▃▄"},
		"nothing compiled": {tried(-1, -1), "2nd try   "},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScreen(t, 120, 40, test.change)
			s.press("tab")
			require.Contains(t, s.text(), test.has)
		})
	}
	t.Run("before there is any", func(t *testing.T) {
		s := newScreen(t, 120, 40, tried(4))
		s.press("tab")
		require.NotContains(t, s.text(), " try")
	})
	t.Run("as it goes on", func(t *testing.T) {
		s := newScreen(t, 120, 40, tried(3, 6))
		all := fake.Events(fake.Failing(s.work.Current))
		s.save("a")
		s.tell(all[:len(all)-1]...)
		require.Contains(t, s.text(), "3rd try · 3 → 6  ")
		s.tell(all[len(all)-1])
		require.Contains(t, s.text(), "3rd try · 3 → 6 → 4  ", "before it has been written")
		s.save("b")
		require.Contains(t, s.text(), "4th try · 3 → 6 → 4  ")
		s.press("esc")
		require.NotContains(t, s.text(), " try ", "a run that was canceled is none")
	})
	t.Run("in ASCII", func(t *testing.T) {
		s := newScreen(t, 80, 24, tried(0, 2, 4, 6, 8, 10, 11, 12), func(c *Config) {
			c.Getenv = func(k string) string { return map[string]string{"TERM": "dumb"}[k] }
		})
		s.press("tab")
		require.Contains(t, s.text(), "_.-")
		for _, r := range s.View().Content {
			require.Less(t, r, rune(128), "%q is not ASCII", r)
		}
	})
}
