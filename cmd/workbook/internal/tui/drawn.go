package tui

import (
	"charm.land/lipgloss/v2"

	"workbook/cmd/workbook/internal/drawing"
)

// drawn is the look of a part of a drawing.
func (t *theme) drawn(s drawing.Style) lipgloss.Style {
	switch s {
	case drawing.Heading:
		return t.strong
	case drawing.Runs:
		return t.accent
	case drawing.Works:
		return t.code
	case drawing.Waits, drawing.Queues, drawing.Asks:
		return t.warn
	case drawing.Bad:
		return t.bad
	case drawing.Arrow:
		return t.keyword
	case drawing.Ready, drawing.Aside, drawing.Idle:
		return t.dim
	case drawing.Cut, drawing.Opens:
		return t.rule
	}
	return t.text
}

// look is how drawings look on this screen.
func (t *theme) look(width int) drawing.Look {
	return drawing.Look{Width: width, ASCII: t.ascii, Paint: func(s drawing.Style, text string) string { return t.drawn(s).Render(text) }}
}
