package tui

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/grader/course"
	"workbook/grader/report"
)

// brokenFour is a report in which four checks failed, each at a line of its own.
func brokenFour(ex *course.Exercise) report.Exercise {
	r := fake.Outcome(ex, report.Fail)
	for i := range r.Checks {
		r.Checks[i].Verdict, r.Checks[i].Points = report.Fail, 0
		r.Checks[i].Message = fmt.Sprintf("Sentence %d.", i)
		r.Checks[i].File, r.Checks[i].Line = "exercises/"+ex.ID+"/"+ex.Files[0], 10+i
	}
	return r
}

func TestArrowsChooseAFault(t *testing.T) {
	for _, height := range []int{40, 24, 15} {
		s := newScreen(t, 100, height)
		s.grade(brokenFour(s.work.Current))
		require.Equal(t, "verdict", s.focused())
		require.Contains(t, s.text(), "›✗ Every byte comes back")
		titles := []string{"A silent client delays nobody", "No goroutine is left behind", "The server goes on when a client is gone"}
		for i, title := range titles {
			s.press("down")
			require.Contains(t, s.text(), "›✗ "+title)
			require.Contains(t, s.text(), fmt.Sprintf("echo.go:%d", 11+i))
			_, line := s.work.Run().Position(s.verdict.choice)
			require.Equal(t, 11+i, line, "where e goes")
		}
		before := s.verdict.scroll.port.YOffset()
		for range 3 {
			s.press("down") // beyond the last it scrolls
		}
		require.Equal(t, 3, s.verdict.choice)
		require.GreaterOrEqual(t, s.verdict.scroll.port.YOffset(), before)
		s.press("up", "up", "up")
		require.Contains(t, s.text(), "›✗ Every byte comes back")
		require.NotNil(t, s.press("enter"), "it opens the editor")

		s.press("down")
		s.grade(fake.Failing(s.work.Current))
		require.Zero(t, s.verdict.choice, "another verdict, another choice")
		require.NotContains(t, s.text(), "›✗", "there is nothing to choose")
	}
}

func TestWhatIsNotShownIsCounted(t *testing.T) {
	s := newScreen(t, 120, 60)
	s.grade(brokenFour(s.work.Current))
	require.Contains(t, s.text(), "and 1 more: ↑↓ go to them")
	require.NotContains(t, s.text(), "Sentence 3.")
	s.press("down", "down", "down")
	require.Contains(t, s.text(), "Sentence 3.")
	require.NotContains(t, s.text(), "Sentence 0.")
	s.exact()
}
