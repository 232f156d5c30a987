package lanes

import (
	"workbook/cmd/workbook/internal/canvas"
	"workbook/grader/demo"
)

// A text is the lines of a result so far.
type text struct {
	canvas.Page
	look   Look
	glyphs map[demo.Kind]string
	scale  int64 // microseconds that fill a lane

	names, bar, notes int // columns of a lane's parts
}

func (t *text) paint(style Style, s string) string {
	if t.look.Paint == nil || s == "" || style < 0 {
		return s
	}
	return t.look.Paint(style, s)
}

// paragraph wraps a sentence, each line indented.
func (t *text) paragraph(style Style, indent int, s string) {
	t.Paragraph(indent, s, func(line string) string { return t.paint(style, line) })
}

// column is where a moment is drawn.
func (t *text) column(micros int64) int {
	return max(0, min(int(micros*int64(t.bar)/t.scale), t.bar-1))
}
