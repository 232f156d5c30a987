package tui

import (
	"fmt"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/picture"
	"workbook/grader/report"
	"workbook/grader/steps"
)

// cursor is the event at which the page of lanes stands.
func (s *screen) cursor() int { return s.page().lanes.now().cursor }

func TestLanesKeys(t *testing.T) {
	s := newScreen(t, 120, 40, withSteps)
	s.lanes(fake.LostUpdate())
	c := s.page().lanes.now().chart
	end := c.end()
	require.Equal(t, end, s.cursor(), "who asks for a failure sees how it ended")
	require.Contains(t, s.text(), " the end ")
	for _, tc := range []struct {
		key   string
		event int
	}{
		{"g", 0}, {"left", 0}, {"right", 1}, {"l", 2}, {"space", 3}, {"h", 2}, {"left", 1}, {"end", end}, {"right", end},
		{"]", end}, {"home", 0}, {"G", end}, {"left", end - 1},
	} {
		require.Nil(t, s.press(tc.key))
		require.Equal(t, tc.event, s.cursor(), "after %s", tc.key)
	}
	s.press("g")
	seen := 0
	for s.cursor() < end {
		before := s.cursor()
		s.press("]")
		require.Greater(t, s.cursor(), before)
		if s.cursor() < end {
			require.Equal(t, picture.GoesOn, c.p.Events[s.cursor()].Kind, "another has its turn there")
		}
		seen++
	}
	for s.cursor() > 0 {
		s.press("[")
		seen--
	}
	require.Zero(t, seen, "the same way back")
}

// Both views have one cursor.
func TestTurnsAtTheSamePlace(t *testing.T) {
	s := newScreen(t, 120, 40, withSteps)
	p := s.lanes(fake.LostUpdate())
	for i := range p.record.Len() + 1 {
		p.inSource = true
		p.show(i)
		s.press("t")
		require.False(t, p.inSource)
		if i < p.record.Len() {
			e := p.lanes.now().p.Events[s.cursor()]
			require.Equal(t, picture.GoesOn, e.Kind)
			require.Equal(t, i, e.Step)
			require.Contains(t, s.text(), fmt.Sprintf(" at %s:%d", e.File, e.Line))
		}
		s.press("t")
		require.True(t, p.inSource)
		require.Equal(t, i, p.step)
	}
}

// The cursor is in sight wherever it is, however much is seen of the run.
func TestTheCursorIsInSight(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}, {60, 20}, {minWidth, minHeight}} {
		for _, run := range []*steps.Run{fake.LostUpdate(), fake.Waiting(300)} {
			s := newScreen(t, size[0], size[1], withSteps)
			p := s.lanes(run)
			for _, zoom := range []string{"", "+", "+", "+", "-", "0"} {
				if zoom != "" {
					s.press(zoom)
				}
				for _, share := range []int{0, 3, 5, 7, 10} {
					c := p.lanes.now().chart
					c.show(c.end() * share / 10)
					p.old = true
					require.Equal(t, 1, strings.Count(s.ruler(), glyphNow), "at %v, zoom %d", size, c.zoom)
				}
			}
		}
	}
}

// ruler is the row with the cursor.
func (s *screen) ruler() string {
	for _, row := range strings.Split(s.text(), "\n") {
		if strings.Contains(row, glyphNow) && strings.Contains(row, glyphAhead) || strings.Contains(row, glyphPast) {
			return row
		}
	}
	return ""
}

func TestLanesZoom(t *testing.T) {
	s := newScreen(t, 80, 24, withSteps)
	c := s.lanes(fake.LostUpdate()).lanes.now().chart
	fits := c.axis.Columns()
	require.LessOrEqual(t, fits, c.columns(), "first all of it is in sight")
	s.press("+")
	require.Greater(t, c.axis.Columns(), fits)
	for range 20 {
		s.press("+")
	}
	require.Less(t, c.zoom, 10, "there is an end to it")
	s.press("0")
	require.Equal(t, fits, c.axis.Columns())
	s.press("-")
	require.Equal(t, fits, c.axis.Columns())
}

func TestLanesFold(t *testing.T) {
	s := newScreen(t, 120, 40, withSteps)
	p := s.lanes(fake.Waiting(1998))
	require.Contains(t, s.text(), "1,997 more like this")
	require.Contains(t, s.text(), "enter unfold")
	c := p.lanes.now().chart
	folded := len(c.rows)
	c.choose(folded)
	require.Nil(t, s.press("enter"))
	require.Len(t, c.rows, folded+1997)
	require.Contains(t, s.text(), "more lanes ↑↓")
	for range 40 {
		s.press("pgdown")
	}
	require.GreaterOrEqual(t, c.chosen, c.top)
	require.Less(t, c.chosen, c.top+c.lanes(), "the chosen lane is in sight")
	s.press("enter")
	require.Len(t, c.rows, folded, "one of them folds them again")
	require.Contains(t, s.text(), "1,997 more like this")
}

// What is chosen is said, with who keeps it waiting.
func TestTheChosenLaneIsSaid(t *testing.T) {
	run := &steps.Run{Verdict: report.Fail, Message: "B waits for ever.",
		Goroutines: []steps.Goroutine{{Name: "Echo", By: -1}},
		Sources:    []steps.Source{{Name: "echo.go", Text: "package echo\n\nfunc Echo() {\n\tio.Copy(c, c)\n}\n"}},
		Steps: []steps.Step{
			{File: "echo.go", Line: 3, Column: 1, Events: []report.Moment{{Kind: report.ClientDialed, Who: "A"}}},
			{File: "echo.go", Line: 4, Column: 2, Events: []report.Moment{{Kind: report.Accepted, Who: "A"}, {Kind: report.ClientDialed, Who: "B"}}},
		},
		End: []steps.Place{{State: steps.Waits, On: "in io.Copy", File: "echo.go", Line: 4}},
	}
	s := newScreen(t, 120, 40, withSteps)
	s.lanes(run)
	require.Contains(t, s.text(), "› B waits in the queue: Echo waits in io.Copy at echo.go:4, for A, to the end.")
	require.Regexp(t, `‖ 4 +io\.Copy\(c, c\) +Echo: waits in io\.Copy`, s.text())
	s.press("up")
	require.Contains(t, s.text(), "› A is connected")
	s.press("[")
	require.Regexp(t, `▶ 3 +func Echo\(\) \{ +Echo *\n +\^`, s.text(), "the line and the column of the step")
}

// Without colors, and without signs, running and waiting are told apart.
func TestStatesDifferBySign(t *testing.T) {
	for _, theme := range []*theme{newTheme(palette{mono: true}), newTheme(palette{mono: true, ascii: true})} {
		seen := map[string]picture.State{}
		for _, state := range []picture.State{picture.Runs, picture.Ready, picture.Waits, picture.Queues, picture.Asks, picture.Works} {
			glyph := theme.look(0).Glyph(state)
			require.Equal(t, 1, lipgloss.Width(glyph))
			require.NotContains(t, seen, glyph)
			seen[glyph] = state
		}
	}
}

// crowd is a run seen from outside, with so many clients.
func crowd(n int) study.Drawing {
	c := report.Check{Name: "TestX", Verdict: report.Fail}
	for i := range n {
		who := fmt.Sprintf("client %d", i)
		c.Events = append(c.Events, report.Moment{Kind: report.ClientDialed, Who: who}, report.Moment{Kind: report.Accepted, Who: who})
	}
	return study.Seen("13_x", c, "")
}

// BenchmarkOpenLanes opens a page on 5,000 lanes: at most 200 ms are promised.
func BenchmarkOpenLanes(b *testing.B) {
	r := room{width: 120, height: 33, theme: newTheme(palette{})}
	for b.Loop() {
		p := newSteps(1, study.Stepping{}, nil, stepsHost{})
		p.layout(r)
		p.take(crowd(5000))
		p.rows()
	}
}

// BenchmarkLanesKey moves the cursor through them.
func BenchmarkLanesKey(b *testing.B) {
	p := newSteps(1, study.Stepping{}, nil, stepsHost{})
	p.layout(room{width: 120, height: 33, theme: newTheme(palette{})})
	p.take(crowd(5000))
	for i := 0; b.Loop(); i++ {
		p.lanes.now().show(i * 7919 % 10000)
		p.old = true
		p.rows()
	}
}

// How many a row stands for hides none of its lane where there is room before it.
func TestFoldedLanesThatBeginLate(t *testing.T) {
	s := newScreen(t, 80, 24, withSteps)
	c := s.lanes(fake.LostUpdate()).lanes.now().chart
	late := strings.Repeat(" ", 30) + "━━→"
	require.Contains(t, ansi.Strip(c.folding("  go a.go:9 ", late, "1 more like this")), "go a.go:9 1 more like this"+strings.Repeat(" ", 14)+"━━→")
	require.True(t, strings.HasSuffix(ansi.Strip(c.folding("  go a.go:9 ", "━━━━━┤", "1 more like this")), " 1 more like this"))
}

// A row says of how many of its lanes it is true what it says of the first, at the cursor.
func TestFoldedLanesThatDoNotDoTheSame(t *testing.T) {
	s := newScreen(t, 120, 40, withSteps)
	c := s.lanes(fake.LostUpdate()).lanes.now().chart
	queue := report.Check{Name: "TestX", Verdict: report.Pass}
	for _, kind := range []report.MomentKind{report.ClientDialed, report.Accepted} {
		for _, who := range []string{"client 1", "client 2", "client 3", "client 4"} {
			queue.Events = append(queue.Events, report.Moment{Kind: kind, Who: who})
		}
	}
	c.p = picture.OfCheck("x", queue)
	c.folded = c.p.Alike()
	r := chartRow{lane: 0, like: 3}
	said := func(event int) string {
		c.cursor = event
		return ansi.Strip(c.does(r))
	}
	require.Equal(t, "waits in the queue "+glyphDot+" 2 of 3 more", said(2))
	require.Equal(t, "is connected "+glyphDot+" 1 of 3 more", said(5))
	require.Equal(t, "is connected "+glyphDot+" 3 more like this", said(7))
	require.Equal(t, "is connected "+glyphDot+" 3 more like this", said(8), "the end")
}
