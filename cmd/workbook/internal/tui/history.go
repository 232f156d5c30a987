package tui

import (
	"strconv"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/progress"
)

// history is the line of the tries so far: how many, the points of the last ones, and a
// drawing of them. The first try has no history.
func (v verdict) history(s *sheet) {
	tries := v.entry.Attempts
	if v.run != nil {
		switch {
		case v.run.Err != nil, v.run.Canceled:
			return
		case v.run.Active() && !v.run.Again:
			tries++
		}
	}
	if tries < 2 {
		return
	}
	const most, columns = 5, 16
	words := []string{tr.T("%s try", tr.Ordinal(tries))}
	if climb := v.entry.Climb(); len(climb) > 1 {
		steps := make([]string, 0, most+1)
		if len(climb) > most {
			steps, climb = append(steps, "…"), climb[len(climb)-most:]
		}
		for _, points := range climb {
			steps = append(steps, strconv.Itoa(points))
		}
		words = append(words, strings.Join(steps, " → "))
	}
	line := v.theme.dim.Render(strings.Join(words, " "+glyphDot+" "))
	if spark := progress.Sparkline(v.entry.History, v.exercise.Points(), columns); spark != "" {
		line += "  " + v.theme.code.Render(spark)
	}
	s.styled("  " + line)
}
