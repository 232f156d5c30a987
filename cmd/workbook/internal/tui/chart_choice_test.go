package tui

import (
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/picture"
	"workbook/grader/report"
	"workbook/grader/steps"
)

// roomy lays a chart out in so many columns and rows.
func roomy(c *chart, width, height int) {
	c.layout(chartRoom{width, height, newTheme(palette{})})
}

// waitingFor is a picture of so many calls that wait to the end, in different functions.
func waitingFor(on string, n int) *picture.Picture {
	run := &steps.Run{Verdict: report.Fail, Message: "Nobody goes on."}
	for i := range n {
		run.Goroutines = append(run.Goroutines, steps.Goroutine{Name: fmt.Sprintf("call %d", i+1), By: -1})
		run.Steps = append(run.Steps, steps.Step{Goroutine: i, File: "service.go", Line: 60})
		run.End = append(run.End, steps.Place{Goroutine: i, State: steps.Waits, On: on, File: "service.go", Line: 66 + i})
	}
	return picture.OfRun(run)
}

// Whoever makes the window smaller and larger again looks at the same lane, also where it was
// folded into another's row in between.
func TestAChosenLaneStaysChosen(t *testing.T) {
	c := newChart(crowd(20).Picture)
	roomy(c, 120, 30)
	require.Len(t, c.rows, 20)
	c.choose(-20)
	c.choose(13)
	require.Equal(t, 13, c.lane())
	roomy(c, 80, 8)
	require.Less(t, len(c.rows), 20, "they are folded")
	at := c.lane()
	require.True(t, at == 13 || c.rows[c.chosen].like > 0, "the row that stands for it")
	roomy(c, 120, 30)
	require.Equal(t, 13, c.lane())

	c.choose(-1)
	roomy(c, 80, 8)
	require.True(t, c.toggle(), "it is folded")
	require.Equal(t, at, c.lane(), "and the row that was unfolded is chosen")
}

// The state beside a lane keeps its line: that it lasts to the end, the arrow says.
func TestTheLineStandsBesideALane(t *testing.T) {
	c := newChart(waitingFor("to send on a channel", 3))
	roomy(c, 120, 20)
	c.show(c.end())
	require.Equal(t, "waits to send on a… service.go:66", plainText(c.does(c.rows[0])))
	roomy(c, 200, 20)
	require.Equal(t, "waits to send on a channel at service.go:66, to the end", plainText(c.does(c.rows[0])))
}

// who is the name of the lane that is looked at first.
func who(p *picture.Picture) string { return p.Lanes[worst(p)].Name }

// Whoever the message names is looked at first, and a panic only where nobody waits, or where it
// has ended the run: a check may ask for it.
func TestTheLaneOfTheMessageIsChosen(t *testing.T) {
	p := waitingFor("for a lock", 4)
	require.Equal(t, "call 4", who(p), "with the last call the check went no further")
	p.Message = "Call 2 does not return."
	require.Equal(t, "call 2", who(p))
	p.Lanes[0].Fate = picture.Panicked
	require.Equal(t, "call 2", who(p))
	p.Message = "Call 1 panics."
	require.Equal(t, "call 4", who(p), "who waits comes first")
	for i := range p.Lanes {
		p.Lanes[i].Fate = picture.Panicked
	}
	p.Message = "Call 3 panics."
	require.Equal(t, "call 3", who(p))

	p = waitingFor("for a lock", 4)
	p.Lanes[1].Fate = picture.Panicked
	p.Events = append(p.Events, picture.Event{Kind: picture.Breaks, Lane: 1, From: -1})
	require.Equal(t, "call 2", who(p), "nobody goes on after it")
}

// As long as lanes are out of sight no row is blank between them and the source.
func TestLanesHaveTheRowsThatAreLeft(t *testing.T) {
	v := newLanes(newLaneRun(study.Drawing{Picture: waitingFor("to send on a channel", 12)}, "", true))
	v.now().p.Files = []steps.Source{{Name: "service.go", Text: "package service\n"}}
	c := v.now().chart
	for _, height := range []int{14, 16, 18, 19, 20} {
		for _, at := range []int{0, c.end()} {
			c.show(at)
			v.layout(room{width: 80, height: height, theme: newTheme(palette{})})
			blank := v.plan.said - len(v.said(height))
			require.True(t, len(c.inSight()) == len(c.rows) || v.plan.source == 0 && at == 0 || blank <= 0,
				"%d blank rows at event %d of %d rows", blank, at, height)
		}
	}
	for range 2 { // there and back
		rows := c.lanes()
		v.key(tea.KeyPressMsg{Code: 'g', Text: "g"})
		v.key(tea.KeyPressMsg{Code: 'G', Text: "G"})
		require.Equal(t, rows, c.lanes())
	}
}

// The line at the bottom of a small screen says how folded lanes unfold, and where help is.
func TestTheBottomLineSaysHowToUnfold(t *testing.T) {
	s := newScreen(t, 60, 20, withSteps)
	s.lanes(fake.Waiting(30))
	require.Contains(t, s.text(), "enter unfold  ? help")
}
